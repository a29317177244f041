import { PACK_FILES, type PackPredicate } from './pack-format.ts'

const file = (path: string) => path.padEnd(21)

/** The README of a pack: what is in it and how to check it, with Tenure's verifier and without. */
export function packReadme(facts: Pick<PackPredicate, 'packId' | 'period' | 'generatedAt' | 'software'>, keyId: string): string {
  return `Evidence pack ${facts.packId}
Period     ${facts.period.from} up to ${facts.period.to}
Generated  ${facts.generatedAt} by ${facts.software.name} ${facts.software.version}
Signed by  key ${keyId}

How to verify
  tenure verify PACK.zip --key KEY.pem

It needs no server, no database and no network. KEY.pem is the public key that you have
obtained from the organisation by another way than this pack; ${PACK_FILES.publicKey} in the
pack is there for comparison only: whoever forges a pack forges that file too.

What is in it
  ${file(PACK_FILES.summary)} the pack to read
  ${file('register/, access/')} the population, and who asked for and approved what, as CSV (for a spreadsheet) and JSONL
  ${file('leases/, policy/')} leases with what the target showed, and the policies in force, likewise
  ${file(PACK_FILES.entries)} the audit log of the period, an entry to a line, in the order of the log
  ${file(PACK_FILES.range)} which positions of the log these are, as a signed note
  ${file(PACK_FILES.checkpoint)} the signed head of the whole log: name, number of entries, Merkle root
  ${file('records/')} the SHA-256 of each record of each data file, to find what was changed
  ${file(PACK_FILES.manifest)} the hash, size and number of records of every file (in-toto Statement v1)
  ${file(PACK_FILES.signedManifest)} the same, signed (DSSE, Ed25519); this one counts

How to verify by other means
  key id            SHA-256 of the key's DER: openssl pkey -pubin -in KEY.pem -outform DER | sha256sum
  signature         Ed25519 over "DSSEv1 28 application/vnd.in-toto+json <length> <payload>"
  leaf hash         SHA-256 of a byte 00 and the entry's canonical JSON (RFC 8785)
  inclusion proof   RFC 9162, section 2.1.3.2, to the root in ${PACK_FILES.checkpoint}
  signed notes      https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint
  text in CSV that begins like a formula carries an apostrophe in front, for spreadsheets
`
}
