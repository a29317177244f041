/** Where a new organisation starts: the editor offers this text until a first version is published. Until then every request is denied. */
export const DEFAULT_POLICIES = `// Whatever no policy permits is denied, and a forbid wins over every permit.
// @review asks for a person: such a permit grants nothing until an approver has said yes.

@id("people-decide")
@review("approver")
@says("An approver decides on production and on anything above low risk")
permit (principal, action == Action::"borrow", resource)
when { resource.environment == "production" || resource.risk != "low" };

@id("low-risk-outside-production")
@says("Low-risk access outside production is granted at once")
permit (principal, action == Action::"borrow", resource)
when { resource.environment != "production" && resource.risk == "low" };

@id("production-needs-a-ticket")
@says("Production access names a ticket")
forbid (principal, action == Action::"borrow", resource)
when { resource.environment == "production" }
unless { context has ticket };

@id("production-eight-hours")
@says("Production access lasts 8 hours at most")
forbid (principal, action == Action::"borrow", resource)
when { resource.environment == "production" && context.durationSeconds > 28800 };
`
