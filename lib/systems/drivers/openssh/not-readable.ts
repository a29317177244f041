import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { cutText } from '#lib/systems/imports/storable.ts'

/** A part of a host that could not be read. `subject` stands in the attributes of what lies in it, so that it is not taken for gone. */
export const notReadable = (host: string, subject: string, text: string): DiscoveredRecordInput => ({
  type: 'note',
  externalId: externalKey('not-readable', host, subject),
  code: 'not_readable',
  subject: cutText(subject, 600),
  text: cutText(text, 2_000),
})
