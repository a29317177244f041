import { X509Certificate } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { selfSigned, testAuthority, type TestCertificate } from '#lib/testing/test-certificates.ts'
import { parseAlternativeNames } from './certificate-facts.ts'
import { parseEndpoint } from './endpoints.ts'
import { tlsEndpointsDriver } from './tls-endpoints.ts'

const SPIFFE = 'spiffe://prod.example/ns/shop/sa/api'
const authority = testAuthority('CN=Test root,O=Acme')
const api = authority.issue({ subject: 'CN=api', uris: [SPIFFE] })
const two = authority.issue({ subject: 'CN=two', uris: [SPIFFE, 'spiffe://prod.example/other'] })
const internal = authority.issue({ subject: 'CN=internal', dns: ['internal.example'], ips: [] })
const old = selfSigned({ subject: 'CN=old', rsaBits: 1024, notBefore: new Date('2019-01-01'), notAfter: new Date('2020-01-01T10:20:30Z') })
const never = authority.issue({ subject: 'CN=never', notAfter: new Date('9999-12-31T23:59:59Z'), md: 'sha1' })

const sockets = new Set<Socket>()
function listening(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket) => void sockets.add(socket.on('error', () => {})))
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}
const servers: Server[] = []
async function serve({ certificate: cert, key }: TestCertificate, byName?: { name: string; shows: TestCertificate }): Promise<string> {
  const context = byName && tls.createSecureContext({ cert: byName.shows.certificate, key: byName.shows.key })
  const server = tls.createServer({
    cert: `${cert}${authority.certificate}`,
    key,
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...(byName
      ? {
          SNICallback: (name: string, done: (error: null, found: tls.SecureContext | undefined) => void) =>
            done(null, name === byName.name ? context : undefined),
        }
      : {}),
  })
  server.on('tlsClientError', () => {})
  return `127.0.0.1:${await listening(server)}`
}
async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
}

async function readAll(settings: Record<string, unknown>): Promise<DiscoveredRecord[]> {
  const records: DiscoveredRecord[] = []
  for await (const batch of tlsEndpointsDriver.discover(tlsEndpointsDriver.connect(settings)))
    records.push(...batch.map((record) => DiscoveredRecord.parse(record)))
  return records
}
const credentialOf = (records: DiscoveredRecord[]) => records.find((record) => record.type === 'credential')
const identityOf = (records: DiscoveredRecord[]) => records.find((record) => record.type === 'identity')

discoveryConformance('TLS endpoints', async () => {
  const endpoints = [await serve(api), await serve(old)]
  return {
    driver: tlsEndpointsDriver,
    settings: { endpoints },
    unreachable: { endpoints: ['127.0.0.1:1'] },
    secrets: [api.key.split('\n')[1] ?? ''],
    expects: endpoints.map((endpoint) => `endpoint/${encodeURIComponent(endpoint)}`),
    stop: closeAll,
  }
})

describe('the certificates of TLS servers', () => {
  let at: { api: string; two: string; old: string; never: string; named: string }
  beforeAll(async () => {
    at = {
      api: await serve(api),
      two: await serve(two),
      old: await serve(old),
      never: await serve(never),
      named: await serve(api, { name: 'internal.example', shows: internal }),
    }
  })
  afterAll(closeAll)

  test('are told with their dates, key, names and chain, and as whom SPIFFE knows the server', async () => {
    const records = await readAll({ endpoints: [at.api], caCertificate: authority.certificate.replaceAll('\n', '') })
    expect(identityOf(records)).toMatchObject({
      name: at.api,
      class: 'server',
      correlationKeys: [SPIFFE],
      attributes: { subject: expect.stringContaining('CN=api') },
    })
    expect(identityOf(records)).not.toMatchObject({ attributes: { problems: expect.anything() } })
    const { validFrom, validTo } = new X509Certificate(api.certificate)
    expect(credentialOf(records)).toMatchObject({
      kind: 'x509_certificate',
      fingerprint: api.fingerprint,
      createdAt: new Date(validFrom),
      expiresAt: new Date(validTo),
      attributes: {
        issuer: 'CN=Test root, O=Acme',
        keyType: 'ec',
        bits: 256,
        signature: 'ECDSA with SHA-256',
        names: ['DNS:localhost', 'IP Address:127.0.0.1', `URI:${SPIFFE}`],
        selfSigned: false,
        expired: false,
        chain: [{ subject: 'CN=Test root, O=Acme', fingerprint: authority.fingerprint }],
      },
    })
  })

  test('from an authority that nobody knows are told as such; with two SPIFFE ids they name nobody', async () => {
    const records = await readAll({ endpoints: [at.two] })
    expect(credentialOf(records)).toMatchObject({ attributes: { problems: ['SELF_SIGNED_CERT_IN_CHAIN'] } })
    expect(identityOf(records)).toMatchObject({ correlationKeys: [] })
  })

  test('that are old, weak and sign themselves are read all the same, and told to be', async () => {
    const records = await readAll({ endpoints: [at.old] })
    expect(credentialOf(records)).toMatchObject({
      expiresAt: new Date('2020-01-01T10:20:30Z'),
      attributes: { expired: true, selfSigned: true, bits: 1024, weak: ['RSA of 1024 bits'], problems: [expect.stringMatching(/SELF_SIGNED|EXPIRED/)] },
    })
  })

  test('of the year 9999 never expire, and a broken hash in the signature is weak', async () => {
    expect(credentialOf(await readAll({ endpoints: [at.never] }))).toMatchObject({
      expiresAt: null,
      attributes: { notAfter: null, weak: ['signed by ECDSA with SHA-1'] },
    })
  })

  test('are those of the name that is asked for', async () => {
    const records = await readAll({ endpoints: [at.named, `${at.named}#internal.example`, `${at.named}#other.example`], caCertificate: authority.certificate })
    const fingerprints = records.flatMap((record) => (record.type === 'credential' ? [record.fingerprint] : []))
    expect(fingerprints).toEqual([api.fingerprint, internal.fingerprint, api.fingerprint])
    const problems = records.flatMap((record) => (record.type === 'identity' ? [record.attributes['problems'] ?? null] : []))
    expect(problems).toEqual([null, null, ['ERR_TLS_CERT_ALTNAME_INVALID']])
  })

  test('are read where other endpoints do not answer; each of those is a note under the name that its records carry', async () => {
    const strange = `127.0.0.1:${await listening(createServer((socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n')))}`
    const settings = { endpoints: ['127.0.0.1:1', at.api, strange] }
    const records = await readAll(settings)
    expect(records.map(({ type }) => type)).toEqual(['note', 'identity', 'credential', 'note'])
    expect(records.filter(({ type }) => type === 'note')).toMatchObject([
      { code: 'not_readable', subject: '127.0.0.1:1', text: '127.0.0.1:1: nothing listens there' },
      { code: 'not_readable', subject: strange, text: expect.stringContaining('it does not speak TLS') },
    ])
    for (const record of records) if ('attributes' in record) expect(Object.values(record.attributes)).toContain(at.api)
    const report = await tlsEndpointsDriver.test(tlsEndpointsDriver.connect(settings))
    expect(report).toMatchObject({ reachable: true, warnings: [expect.stringMatching(/^2 of 3 endpoints .*nothing listens there/)] })
  })

  test('of a server that says nothing are not waited for', async () => {
    const silent = createServer()
    const endpoints = [`127.0.0.1:${await listening(silent)}`]
    await expect(readAll({ endpoints, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('did not answer in time'),
    })
  })
})

test.each([
  ['www.example.com:443', { key: 'www.example.com:443', address: 'www.example.com', port: 443, name: 'www.example.com' }],
  ['10.0.0.1:8443#Internal.Example', { key: '10.0.0.1:8443#internal.example', address: '10.0.0.1', port: 8443, name: 'internal.example' }],
  ['10.0.0.1:8443', { key: '10.0.0.1:8443', address: '10.0.0.1', port: 8443, name: null }],
  ['[FD00::1]:443', { key: '[fd00::1]:443', address: 'fd00::1', port: 443, name: null }],
  ['www.example.com', null],
  ['www.example.com:0', null],
  ['www.example.com:70000', null],
  ['https://www.example.com:443', null],
  ['[1.2.3.4]:443', null],
])('the endpoint %s', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint)
})

test('names that try to pass for others stay one name', () => {
  expect(parseAlternativeNames('DNS:"a.example, DNS:evil.example", URI:"x\\u0000y", DNS:b.example')).toEqual([
    { type: 'DNS', value: 'a.example, DNS:evil.example' },
    { type: 'URI', value: 'xy' },
    { type: 'DNS', value: 'b.example' },
  ])
})
