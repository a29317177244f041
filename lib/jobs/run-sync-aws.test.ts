import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testData } from '#lib/testing/contexts.ts'
import { skipUnlessShared } from '#lib/testing/shared.ts'
import { registerState, syncWorld } from '#lib/testing/sync-world.ts'

const data = await testData()
const world = await syncWorld(data)
const captures = skipUnlessShared('data/_own-captures/aws-iam-moto-5.2.4')

test.skipIf(captures === null)(
  'both exports of one account become one identity per user, and importing them again changes nothing',
  { timeout: 120_000 },
  async () => {
    const read = (name: string) => readFileSync(join(captures ?? '', name))
    const id = await world.connect('aws_iam')
    for (const name of ['account-authorization-details.json', 'credential-report.csv', 'access-keys.json']) {
      const run = await world.importFile(id, read(name))
      console.log(name, run)
    }
    for (const name of ['account-authorization-details.json', 'credential-report.csv', 'access-keys.json']) {
      const run = await world.importFile(id, read(name))
      console.log(name, run)
    }
  },
)
