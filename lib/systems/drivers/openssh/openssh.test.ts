import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { startDebianSshd, type TestSshd } from '#lib/testing/debian-sshd.ts'
import { INVENTORY_SCRIPT, inventoryCommand } from './inventory-script.ts'
import { opensshDriver } from './openssh.ts'
import { parseInventory } from './host-inventory.ts'

const HOSTILE = `"><script>alert(1)</script>'; DROP TABLE identity;-- =cmd|'/C calc'!A0`
const PASSWORD = 'hunter2-hunter2'

const settingsOf = ({ port, user, privateKey, hostKeyLine, configuration }: TestSshd) => ({
  hosts: [`127.0.0.1:${port}`],
  hostKeys: [hostKeyLine],
  user,
  privateKey,
  sshdConfig: configuration,
})
const stranger = (port: number) => ({ hosts: [`127.0.0.1:${port}`], hostKeys: [`127.0.0.1:${port} SHA256:${'A'.repeat(43)}`] })

async function readAll(settings: Record<string, unknown>): Promise<DiscoveredRecord[]> {
  const connection = opensshDriver.connect(settings)
  try {
    const records: DiscoveredRecord[] = []
    for await (const batch of opensshDriver.discover(connection)) records.push(...batch.map((record) => DiscoveredRecord.parse(record)))
    return records
  } finally {
    await connection.close()
  }
}
async function report(settings: Record<string, unknown>) {
  const connection = opensshDriver.connect(settings)
  try {
    return await opensshDriver.test(connection)
  } finally {
    await connection.close()
  }
}

discoveryConformance('OpenSSH', async () => {
  const sshd = await startDebianSshd()
  return (
    sshd && {
      driver: opensshDriver,
      settings: settingsOf(sshd),
      unreachable: { ...settingsOf(sshd), ...stranger(1) },
      secrets: [sshd.privateKey.split('\n')[2] ?? ''],
      expects: [`host/127.0.0.1%3A${sshd.port}`, `account/127.0.0.1%3A${sshd.port}/${sshd.user}`],
      stop: sshd.stop,
    }
  )
})

describe("Debian's sshd", () => {
  let sshd: TestSshd | null = null
  let records: DiscoveredRecord[] = []
  beforeAll(async () => {
    sshd = await startDebianSshd()
    if (!sshd) return
    const robot = sshd.makeKey('robot', '-t', 'rsa', '-b', '1024')
    const teamCa = sshd.makeKey('team-ca')
    sshd.authorize(sshd.user, [
      `from="10.0.0.0/8,!10.1.0.0/16",command="backup --password=${PASSWORD} \\"all\\"",no-pty,environment="TOKEN=${PASSWORD}" ${robot.publicLine.replace('robot@test', HOSTILE)}`,
      `cert-authority,principals="ops,night" ${teamCa.publicLine}`,
      'ssh-rsa AAAAnotakey broken',
    ])
    // The same key on a second account, one without a login shell
    sshd.authorize('daemon', [`expiry-time="20200101" ${robot.publicLine}`])
    records = await readAll(settingsOf(sshd))
  }, 60_000)
  afterAll(async () => sshd?.stop())

  function check(sentence: string, body: (running: TestSshd) => Promise<void> | void): void {
    test(sentence, async ({ skip }) => (sshd ? body(sshd) : skip('OpenSSH is not installed')))
  }
  const of = <Type extends DiscoveredRecord['type']>(type: Type) =>
    records.filter((record): record is Extract<DiscoveredRecord, { type: Type }> => record.type === type)
  const account = (name: string) => of('identity').find((identity) => identity.attributes['kind'] === 'account' && identity.name.startsWith(`${name}@`))
  const keysOf = (name: string) => of('credential').filter((credential) => credential.identityExternalId === account(name)?.externalId)

  check('is a server with its host key as ssh-keygen shows it, and its host certificate', ({ makeKey: _, port, directory }) => {
    const shown = spawnSync('ssh-keygen', ['-l', '-f', `${directory}/host.pub`], { encoding: 'utf8' }).stdout.split(' ')[1]
    expect(of('identity')[0]).toMatchObject({ class: 'server', name: `127.0.0.1:${port}`, attributes: { configurationFrom: 'sshd' } })
    const certificate = { certificateAuthority: expect.stringMatching(/^SHA256:/), serial: '42', keyId: 'web1', principals: ['web1', 'web1.example'] }
    expect(of('credential').slice(0, 2)).toMatchObject([
      { kind: 'ssh_key', fingerprint: shown, attributes: { kind: 'host_key', keyType: 'ssh-ed25519', bits: 256, shown: true } },
      { kind: 'ssh_key', fingerprint: shown, expiresAt: expect.any(Date), attributes: { kind: 'host_certificate', ...certificate } },
    ])
    expect(of('credential')[1]?.expiresAt?.getUTCFullYear()).toBeGreaterThan(2097)
  })

  check('tells each key with its options, weakness and comment, and nothing that looks like a secret', ({ user, directory }) => {
    const shown = spawnSync('ssh-keygen', ['-l', '-f', `${directory}/robot.pub`], { encoding: 'utf8' }).stdout.split(' ')[1]
    expect(keysOf(user)).toHaveLength(2)
    expect(keysOf(user)[1]).toMatchObject({
      fingerprint: shown,
      enabled: true,
      attributes: {
        keyType: 'ssh-rsa',
        bits: 1024,
        weak: 'RSA of 1024 bits',
        comment: HOSTILE,
        from: '10.0.0.0/8,!10.1.0.0/16',
        command: 'backup --password=[left out] "all"',
        options: ['no-pty'],
        environment: ['TOKEN'],
        path: `${directory}/keys/${user}`,
      },
    })
    expect(JSON.stringify(records)).not.toContain(PASSWORD)
  })

  check('shows the same key on another account by its fingerprint, also where the login gives no shell, and that it has expired', ({ user }) => {
    expect(keysOf('daemon').map(({ fingerprint }) => fingerprint)).toEqual([keysOf(user)[1]?.fingerprint])
    expect(keysOf('daemon')[0]).toMatchObject({ enabled: false, expiresAt: new Date('2020-01-01') })
    expect(account('daemon')).toMatchObject({ class: 'service_account', attributes: { loginShell: false } })
  })

  check('says by which file an account is let in, and which CAs may make certificates for it', ({ user, directory, port }) => {
    const mine = account(user)?.externalId
    expect(of('entitlement').filter((each) => each.identityExternalId === mine && each.action === 'ssh.login')).toMatchObject([
      { resource: `127.0.0.1:${port}`, resourceKind: 'host', grantedVia: `${directory}/keys/${user}` },
      { resource: `127.0.0.1:${port}`, grantedVia: `${directory}/user-ca.pub` },
    ])
    expect(of('trust').filter((each) => each.identityExternalId === mine)).toMatchObject([
      { kind: 'federate', condition: 'The certificate names one of the principals ops, night', attributes: { comment: 'team-ca@test' } },
      { kind: 'federate', condition: 'The certificate names one of the principals role-deploy, role-admin', attributes: { comment: 'user-ca@test' } },
    ])
    // daemon has a key, but no principals
    expect(of('trust').filter((each) => each.identityExternalId === account('daemon')?.externalId)).toEqual([])
    expect(of('note').map(({ code, subject }) => `${code} ${subject}`)).toContain(`left_out ${user}@127.0.0.1:${port}`)
  })

  check('is read as far as another user sees it, and tells what that one may not read', ({ configuration, user, port, directory }) => {
    if (process.getuid?.() !== 0) return
    const { stdout } = spawnSync('/bin/sh', ['-s'], { input: inventoryCommand(configuration, 'all'), uid: 65_534, gid: 65_534, encoding: 'latin1' })
    const inventory = parseInventory(stdout)
    expect(inventory).toMatchObject({ configFrom: 'file', uid: 65_534 })
    expect(inventory.config.get('authorizedkeysfile')).toBe(`${directory}/keys/%u`)
    expect(inventory.keyFiles.filter(({ owner }) => owner === user)).toEqual([{ owner: user, path: `${directory}/keys/${user}`, state: 'denied', content: '' }])
    expect(port).toBeGreaterThan(0)
  })

  check('may let Tenure run the installed program and nothing else', async (running) => {
    const { directory, configuration, user } = running
    writeFileSync(`${directory}/tenure-ssh-inventory`, INVENTORY_SCRIPT)
    const file = `${directory}/keys/${user}`
    const before = readFileSync(file, 'utf8')
    try {
      writeFileSync(file, `restrict,command="CONFIG=${configuration} /bin/sh ${directory}/tenure-ssh-inventory" ${before}`)
      const found = await readAll(settingsOf(running))
      expect(found.find((record) => record.type === 'credential' && record.attributes['command'] !== undefined)).toMatchObject({
        attributes: { options: ['restrict'] },
      })
    } finally {
      writeFileSync(file, before)
    }
  })

  check('is logged in to with a key whose line breaks a form took out', async (running) => {
    const privateKey = running.privateKey.replaceAll('\n', '')
    expect(await report({ ...settingsOf(running), privateKey })).toMatchObject({ reachable: true, as: running.user })
  })

  test('the program of the guide is the one that Tenure sends', () => {
    expect(readFileSync('docs/guides/connect-openssh.md', 'utf8')).toContain(`\`\`\`sh tenure-ssh-inventory\n${INVENTORY_SCRIPT}\`\`\`\n`)
  })

  check('is not talked to when it shows another key than the pinned one, and no key of ours is offered', async (running) => {
    const wrong = { ...settingsOf(running), hostKeys: [`127.0.0.1:${running.port} SHA256:${'A'.repeat(43)}`] }
    expect(await report(wrong)).toMatchObject({ reachable: false, reason: expect.stringContaining('which is not pinned') })
    await expect(readAll(wrong)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('which is not pinned') })
  })

  check('does not let in a key that it does not know, and this is said', async (running) => {
    const { privateKey } = running.makeKey('unknown')
    expect(await report({ ...settingsOf(running), privateKey })).toMatchObject({
      reachable: false,
      reason: expect.stringContaining("does not accept Tenure's user name and key"),
    })
  })

  check('is read where another host does not answer; that one is a note under the name that its records carry', async (running) => {
    const { hosts, hostKeys, ...rest } = settingsOf(running)
    const two = { ...rest, hosts: [...stranger(1).hosts, ...hosts], hostKeys: [...stranger(1).hostKeys, ...hostKeys] }
    const found = await readAll(two)
    expect(found[0]).toMatchObject({ type: 'note', code: 'not_readable', subject: '127.0.0.1:1', text: '127.0.0.1:1: nothing listens there' })
    expect(found.slice(1)).toEqual(records)
    for (const record of records) if ('attributes' in record) expect(Object.values(record.attributes)).toContain(hosts[0])
    expect(await report(two)).toMatchObject({ reachable: true, warnings: [expect.stringMatching(/^1 of 2 hosts .*nothing listens there/)] })
  })

  check('a stranger that answers with silence is given up in time', async (running) => {
    const silent = createServer((socket) => socket.on('error', () => {}).resume())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    expect(await report({ ...settingsOf(running), ...stranger(port), connectTimeoutMs: 200 })).toMatchObject({
      reachable: false,
      reason: expect.stringContaining('did not answer in time'),
    })
    await new Promise((resolve) => silent.close(resolve))
  })

  test.each<[string, object, string]>([
    ['without a pinned key of each host', { hosts: ['a', 'b:2222'], hostKeys: [`a SHA256:${'A'.repeat(43)}`] }, 'hostKeys'],
    ['with a hashed name', { hostKeys: ['|1|abc=|def= ssh-ed25519 AAAA'] }, 'hostKeys.0'],
    ['with a host that is an option', { hosts: ['-oProxyCommand=x'] }, 'hosts.0'],
    ['with a key that is none', { privateKey: 'nonsense' }, 'privateKey'],
    ['with a path that a shell would act on', { sshdConfig: "/etc/'; reboot #" }, 'sshdConfig'],
  ])('is not connected %s', (_, wrong, field) => {
    const settings = sshd ? settingsOf(sshd) : { ...stranger(22), user: 'x', privateKey: 'x' }
    expect(() => opensshDriver.connect({ ...settings, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid', fields: { [field]: expect.any(String) } }),
    )
  })
})
