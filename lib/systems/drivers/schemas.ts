import { z } from 'zod'
import { restorePem } from './pem-text.rules.ts'

/** The certificate of the authority that a server's own is checked against, as PEM. */
export const CaCertificate = z
  .string()
  .trim()
  .max(100_000)
  .overwrite(restorePem)
  .default('')
  .meta({ title: 'CA certificate (PEM)', description: 'Leave empty for the public authorities.', multiline: true })
