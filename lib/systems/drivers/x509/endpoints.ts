import { isIP } from 'node:net'
import { z } from 'zod'
import { restorePem } from '../pem-text.rules.ts'

/** Where a certificate is shown: `name` is what is asked for (SNI, RFC 6066 §3), null where nothing is. `key` is how it is named everywhere. */
export type Endpoint = { key: string; address: string; port: number; name: string | null }

const ENDPOINT =
  /^(?:\[(?<v6>[0-9A-Fa-f:.]{2,45})\]|(?<plain>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?)):(?<port>\d{1,5})(?:#(?<name>[A-Za-z0-9*](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?))?$/

/** `www.example.com:443`, `10.0.0.1:8443#internal.example`, `[fd00::1]:443`, as an endpoint; null for anything else. */
export function parseEndpoint(text: string): Endpoint | null {
  const { v6, plain = '', port = '', name: asked } = ENDPOINT.exec(text.trim())?.groups ?? {}
  const address = (v6 ?? plain).toLowerCase()
  if (address === '' || !isPort(Number(port)) || (v6 && isIP(v6) !== 6)) return null
  const name = asked?.toLowerCase() ?? (isIP(address) === 0 ? address : null)
  const where = `${v6 ? `[${address}]` : address}:${Number(port)}`
  return { key: asked ? `${where}#${name}` : where, address, port: Number(port), name }
}

const isPort = (port: number) => port >= 1 && port <= 65_535

const EndpointText = z.string().refine((text) => parseEndpoint(text) !== null, 'Enter host:port, or host:port#name to ask for the certificate of a name')

/** Which endpoints Tenure looks at. Nothing of this is secret: whoever connects is shown the certificate. */
export const TlsEndpointsSettings = z
  .object({
    endpoints: z.array(EndpointText).min(1, 'Enter at least one endpoint').max(10_000).meta({
      title: 'Endpoints',
      description: 'One a line: www.example.com:443, or 10.0.0.1:8443#internal.example to ask for the certificate of a name.',
    }),
    caCertificate: z.string().trim().max(500_000).overwrite(restorePem).default('').meta({
      title: 'Authorities of your own (PEM)',
      description: 'Certificates that come from them count as trusted, beside those of the public authorities.',
    }),
    parallel: z.coerce.number().int().min(1).max(64).default(8).meta({ title: 'Endpoints at a time' }),
    timeoutMs: z.coerce.number().int().min(100).max(120_000).default(10_000).meta({ title: 'Timeout (ms)' }),
  })
  .superRefine(({ endpoints }, context) => {
    const keys = endpoints.map((text) => parseEndpoint(text)?.key)
    const twice = keys.find((key, index) => key !== undefined && keys.indexOf(key) !== index)
    if (twice) context.addIssue({ code: 'custom', path: ['endpoints'], message: `${twice} is listed twice` })
  })
export type TlsEndpointsSettings = z.infer<typeof TlsEndpointsSettings>
