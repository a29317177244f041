/** What Cedar policies may speak of. Every policy is validated against it before it is published. */
export const CEDAR_SCHEMA = `
entity Role;
entity User in [Role];
entity System = { kind: String, environment: String };
entity Privilege in [System] = { name: String, risk: String, environment: String };

action borrow appliesTo {
  principal: [User],
  resource: [Privilege],
  context: { purpose: String, ticket?: String, durationSeconds: Long, hourUtc: Long }
};
`
