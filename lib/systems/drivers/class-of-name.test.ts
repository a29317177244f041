import { expect, test } from 'vitest'
import { classOfName } from './class-of-name.ts'

test.each([
  ['ci_deploy', false, 'ci_runner'],
  ['support-agent', false, 'ai_agent'],
  ['agency', false, 'service_account'],
  ['datadog', false, 'saas_connector'],
  ['replica.eu', false, 'server'],
  ['root', true, 'human_admin'],
  ['mara.keller', true, 'human_admin'],
  ['mara.keller', false, 'service_account'],
  ['admin', false, 'service_account'],
  ['svc_billing', true, 'service_account'],
] as const)('%s (privileged: %s) is taken for a %s, as a guess', (name, privileged, expected) => {
  expect(classOfName(name, privileged, 'Nothing speaks for another class')).toMatchObject({
    class: expected,
    classConfidence: 'guess',
    classReason: expect.stringMatching(/\w/),
  })
})
