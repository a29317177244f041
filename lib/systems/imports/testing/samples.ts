import { AWS_SAMPLES } from './aws-samples.ts'
import { CSV_SAMPLES } from './csv-samples.ts'
import { ENTRA_SAMPLES } from './entra-samples.ts'
import type { FormatSample } from './format-sample.ts'
import { GCP_SAMPLES } from './gcp-samples.ts'
import { GITHUB_SAMPLES } from './github-samples.ts'
import { KUBERNETES_SAMPLES } from './kubernetes-samples.ts'
import { OKTA_SAMPLES } from './okta-samples.ts'
import { PUSH_SAMPLES } from './push-samples.ts'
import { SCANNER_SAMPLES } from './scanner-samples.ts'
import { SPIFFE_SAMPLES } from './spiffe-samples.ts'
import { VAULT_SAMPLES } from './vault-samples.ts'

/** A sample of every format in `formats.ts`; a format without one fails hostile-files.test.ts. Each vendor's stand in a file of their own beside this one. */
export const FORMAT_SAMPLES: readonly FormatSample[] = [
  ...AWS_SAMPLES,
  ...SCANNER_SAMPLES,
  ...PUSH_SAMPLES,
  ...GCP_SAMPLES,
  ...ENTRA_SAMPLES,
  ...OKTA_SAMPLES,
  ...GITHUB_SAMPLES,
  ...VAULT_SAMPLES,
  ...SPIFFE_SAMPLES,
  ...KUBERNETES_SAMPLES,
  ...CSV_SAMPLES,
]
