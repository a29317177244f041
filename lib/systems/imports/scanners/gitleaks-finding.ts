import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { exposureRecord, saidInstant, saidText } from './exposure-record.ts'

const text = z.string().nullish()
/** A number of a report: CSV has it as text. */
const count = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number),
])

/** A finding of gitleaks 8, as its reports write it (report/finding.go). */
export const GitleaksFinding = z.object({
  RuleID: z.string().min(1).max(1_000),
  Description: text,
  StartLine: count,
  StartColumn: count.nullish(),
  Secret: text,
  File: text,
  Commit: text,
  Author: text,
  Email: text,
  Date: text,
})
export type GitleaksFinding = z.infer<typeof GitleaksFinding>

/** The finding as an exposure. Of what stands around the secret (`Match`, `Message`) nothing is taken. */
export function gitleaksExposure(finding: GitleaksFinding): DiscoveredRecordInput {
  return exposureRecord({
    rule: finding.RuleID,
    title: finding.Description ?? '',
    source: null,
    path: saidText(finding.File, 2_000),
    line: finding.StartLine,
    column: finding.StartColumn ?? null,
    commit: saidText(finding.Commit, 256),
    author: saidText(finding.Email, 512) ?? saidText(finding.Author, 512),
    exposedAt: saidInstant(finding.Date),
    verified: null,
    secret: finding.Secret ?? null,
  })
}
