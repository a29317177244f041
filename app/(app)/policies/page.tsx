import type { Metadata } from 'next'
import { PolicyEditor } from '#components/policies/policy-editor.tsx'
import { PolicyList } from '#components/policies/policy-list.tsx'
import { PolicyTabs } from '#components/policies/policy-tabs.tsx'
import { VersionList } from '#components/policies/version-list.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { may } from '#lib/people/permissions.rules.ts'
import { listPolicyVersions, showPolicy } from '#lib/policy/queries/show-policy.ts'
import { currentContext } from '#lib/web/context.ts'
import { publish } from './actions.ts'

export const metadata: Metadata = { title: 'Policies' }

export default async function PoliciesPage() {
  const context = await currentContext()
  const [current, versions] = await Promise.all([showPolicy(context, {}), listPolicyVersions(context, {})])
  const description =
    current.version === 0
      ? 'No policy is published yet, so every request is denied.'
      : `Version ${current.version} decides every request since ${current.publishedBy} published it.`
  return (
    <>
      <PageHeader title="Policies" description={description} />
      <PolicyTabs current="/policies" />
      {current.policies.length > 0 && (
        <Section title="In force" description="Whatever no policy permits is denied, and a forbid wins over every permit." flush>
          <PolicyList policies={current.policies} />
        </Section>
      )}
      <Section
        title={may(context.actor, 'policy.publish') ? 'Cedar text' : 'Cedar text in force'}
        description="The policies in the Cedar language. Each has an @id, says in words what it does, and may ask for a person with @review."
      >
        {may(context.actor, 'policy.publish') ? (
          <PolicyEditor key={current.version} text={current.text} version={current.version} publish={publish} />
        ) : (
          <CodeBlock label="policies" code={current.text} />
        )}
      </Section>
      {versions.length > 0 && (
        <Section title="Versions" description="Every decision names the version that took it." flush>
          <VersionList versions={versions} />
        </Section>
      )}
    </>
  )
}
