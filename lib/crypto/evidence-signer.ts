import type { Config } from '#lib/config/config.ts'
import { createSigner, type Signer } from './signing.ts'

/** The signer of checkpoints and evidence packs. Its name, the log's origin, is this deployment's host and `/audit`. */
export function evidenceSigner(config: Pick<Config, 'TENURE_URL' | 'TENURE_SIGNING_KEY'>): Signer {
  return createSigner({ name: `${new URL(config.TENURE_URL).host}/audit`, privateKey: config.TENURE_SIGNING_KEY })
}
