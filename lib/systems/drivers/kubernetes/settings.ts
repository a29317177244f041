import { z } from 'zod'
import { restorePem } from '../pem-text.rules.ts'

const pem = (title: string, max = 200_000) => z.string().trim().max(max).overwrite(restorePem).default('').meta({ title, multiline: true })

/** How Tenure reaches a cluster's API server: with a bearer token, or with a client certificate and its key. */
export const KubernetesSettings = z
  .object({
    url: z
      .string()
      .trim()
      .regex(/^https:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/, 'Enter the address of the API server, such as https://10.0.0.1:6443')
      .max(500)
      .meta({ title: 'API server', description: 'As in the kubeconfig: clusters[].cluster.server.' }),
    caCertificate: z
      .string()
      .trim()
      .max(200_000)
      .overwrite(restorePem)
      .regex(/-----BEGIN CERTIFICATE-----/, 'Paste the certificate authority of the cluster as PEM')
      .meta({
        title: 'CA certificate (PEM)',
        description: 'No other authority is trusted. In the kubeconfig: certificate-authority-data, decoded.',
        multiline: true,
      }),
    token: z
      .string()
      .trim()
      .max(50_000)
      .regex(/^[\x21-\x7e]*$/, 'A token has no spaces or line breaks in it')
      .default('')
      .meta({ title: 'Bearer token', description: 'Of the service account of docs/guides/connect-kubernetes.md. Leave empty to use a client certificate.' }),
    clientCertificate: pem('Client certificate (PEM)'),
    clientKey: pem('Key of the client certificate (PEM)'),
    readSecrets: z
      .enum(['no', 'yes'])
      .default('no')
      .meta({ title: 'Read token Secrets', description: 'Whoever may list Secrets may read them all. Tenure asks for the metadata of token Secrets only.' }),
    pageSize: z.coerce.number().int().min(1).max(5_000).default(500).meta({ title: 'Objects per request' }),
    timeoutMs: z.coerce.number().int().min(100).max(600_000).default(30_000).meta({ title: 'Timeout (ms)' }),
  })
  .superRefine(({ token, clientCertificate, clientKey }, context) => {
    if (token !== '' && clientCertificate === '' && clientKey === '') return
    if (token === '' && clientCertificate !== '' && clientKey !== '') return
    const message = 'Enter either a bearer token, or a client certificate with its key'
    context.addIssue({ code: 'custom', path: [token === '' && clientCertificate !== '' ? 'clientKey' : 'token'], message })
  })
export type KubernetesSettings = z.infer<typeof KubernetesSettings>
