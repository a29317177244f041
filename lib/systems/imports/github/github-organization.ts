import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { GithubReading, SECTIONS, sectionNamed } from './github-reading.ts'

/** Lists of a whole organisation in one file, as docs/guides/import-github.md puts them together: what is absent from a list that it has is gone. */
export const githubOrganization: ImportFormat = {
  kind: 'github-organization',
  title: 'GitHub organisation as JSON',
  origin: 'gh api, put together as the guide on GitHub shows',
  covers: {
    identityKinds: [
      'github_app_installation',
      'github_deploy_key',
      'github_fine_grained_token',
      'github_authorized_credential',
      'github_actions_repository',
      'github_actions_environment',
      'github_runner',
    ],
    credentialKinds: ['ssh_key', 'api_key', 'oauth_refresh_token', 'federated_trust'],
    entitlements: true,
    privilege: true,
    trusts: true,
  },
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && outline.keys.includes('organization') && SECTIONS.some((section) => outline.keys.includes(section))
  },
  parse: (bytes, context) => recordBatches(readOrganization(bytes, context)),
}

const MEMBERS = ['organization', 'oidc_subject']

async function* readOrganization(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new GithubReading(context)
  let named = false
  for await (const item of readJsonItems(bytes, { lists: SECTIONS, members: MEMBERS })) {
    const section = sectionNamed(item.list)
    if (item.list === 'organization') {
      reading.takeOrganization(item)
      named = true
    } else if (section === null) reading.takeTemplate(item)
    else if (named) yield* reading.take(section, item)
    else throw invalidFile('comes before "organization", which must stand first and say whose these are', item.place)
  }
  yield* reading.finish()
}
