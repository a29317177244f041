import type { RuleName } from '../rules.ts'
import type { FindingRule } from './detection.ts'
import { expired } from './expired.ts'
import { exposed } from './exposed.ts'
import { humanUse } from './human-use.ts'
import { noBoundary } from './no-boundary.ts'
import { noEnvironment } from './no-environment.ts'
import { noExpiry } from './no-expiry.ts'
import { noPurpose } from './no-purpose.ts'
import { orphaned } from './orphaned.ts'
import { privilegedUnreviewed } from './privileged-unreviewed.ts'
import { shared } from './shared.ts'
import { sourceStale } from './source-stale.ts'
import { stale } from './stale.ts'
import { unrotated } from './unrotated.ts'

/** Every rule by its name. */
export const FINDING_RULES: Record<RuleName, FindingRule> = {
  exposed,
  orphaned,
  expired,
  human_use: humanUse,
  shared,
  unrotated,
  privileged_unreviewed: privilegedUnreviewed,
  stale,
  no_purpose: noPurpose,
  no_expiry: noExpiry,
  no_environment: noEnvironment,
  no_boundary: noBoundary,
  source_stale: sourceStale,
}
