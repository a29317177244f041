import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, hash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY } from '#lib/core/time.ts'

/** A certificate with its key, as PEM; `fingerprint` is `sha256:<hex>` of its DER. */
export type TestCertificate = { certificate: string; key: string; fingerprint: string }

/** What a certificate says: `subject` as `CN=name` or `CN=name,O=organisation`. By default it is good from yesterday for ten days, and for 127.0.0.1 and localhost. */
export type CertificateOrder = {
  subject: string
  dns?: string[]
  ips?: string[]
  uris?: string[]
  notBefore?: Date
  notAfter?: Date
  /** RSA of so many bits instead of P-256. */
  rsaBits?: number
  md?: 'sha1' | 'sha256'
  /** For a person or a program rather than a server. */
  client?: boolean
}
export type TestAuthority = TestCertificate & { issue(order: CertificateOrder): TestCertificate }

const AUTHORITY = 'basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, cRLSign\nsubjectKeyIdentifier = hash'

function extensionsOf({ dns = ['localhost'], ips = ['127.0.0.1'], uris = [], client = false }: CertificateOrder): string {
  const names = [...dns.map((name) => `DNS:${name}`), ...ips.map((ip) => `IP:${ip}`), ...uris.map((uri) => `URI:${uri}`)]
  const usage = `basicConstraints = CA:FALSE\nextendedKeyUsage = ${client ? 'clientAuth' : 'serverAuth'}`
  return names.length > 0 ? `${usage}\nsubjectAltName = ${names.join(', ')}` : usage
}

const config = (directory: string, extensions: string) => `
[ca]
default_ca = this
[this]
new_certs_dir = ${directory}
database = ${directory}/index.txt
rand_serial = yes
policy = any
unique_subject = no
preserve = yes
[any]
CN = optional
O = optional
[req]
distinguished_name = none
[none]
[extensions]
${extensions}
`

/** 20260102030405Z, as `openssl ca` takes it. */
const stamp = (instant: Date) => `${instant.toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '')}Z`

function newKey(rsaBits: number | undefined): string {
  const { privateKey } = rsaBits ? generateKeyPairSync('rsa', { modulusLength: rsaBits }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
}

/** Signs an order with the issuer's key, or with its own where there is no issuer. Needs the `openssl` command. */
function sign(order: CertificateOrder, extensions: string, issuer: TestCertificate | null): TestCertificate {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-certificates-'))
  const file = (name: string, content?: string) => {
    const path = join(directory, name)
    if (content !== undefined) writeFileSync(path, content)
    return path
  }
  try {
    const key = newKey(order.rsaBits)
    const ca = file('ca.cnf', config(directory, extensions))
    file('index.txt', '')
    const own = file('own.key', key)
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    openssl('req', '-new', '-config', ca, '-key', own, '-subj', `/${order.subject.replaceAll(',', '/')}`, '-out', file('request.pem'))
    const signer = issuer ? ['-cert', file('issuer.pem', issuer.certificate), '-keyfile', file('issuer.key', issuer.key)] : ['-selfsign', '-keyfile', own]
    const now = Date.now()
    const dates = ['-startdate', stamp(order.notBefore ?? new Date(now - DAY)), '-enddate', stamp(order.notAfter ?? new Date(now + 10 * DAY))]
    const signed = ['-md', order.md ?? 'sha256', '-in', file('request.pem'), '-out', file('certificate.pem'), '-extensions', 'extensions', ...dates, ...signer]
    openssl('ca', '-config', ca, '-batch', '-notext', ...signed)
    const certificate = readFileSync(file('certificate.pem'), 'utf8')
    return { certificate, key, fingerprint: `sha256:${hash('sha256', new X509Certificate(certificate).raw, 'hex')}` }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A certificate that signs itself. */
export function selfSigned(order: CertificateOrder): TestCertificate {
  return sign(order, extensionsOf(order), null)
}

/** A certificate authority of a test. */
export function testAuthority(subject: string): TestAuthority {
  const root = sign({ subject }, AUTHORITY, null)
  return { ...root, issue: (order) => sign(order, extensionsOf(order), root) }
}
