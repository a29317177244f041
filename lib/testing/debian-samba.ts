import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'ldapts'
import { type RunningServer, type ServerPlan, runTool, skipMissing, startDebianServer } from './debian-server.ts'

export type DebianSamba = RunningServer & {
  /** Its own address of the loopback network: a domain controller has its ports from the protocol, and cannot be given others. */
  address: string
  /** Runs `work` as the administrator of the domain, over LDAPS. */
  asAdministrator<T>(work: (client: Client) => Promise<T>): Promise<T>
  /** Runs a script in which `samba-tool` is that of this domain. */
  script(text: string, env?: Readonly<Record<string, string>>): Promise<string>
}

export const SAMBA_BASE = 'DC=example,DC=test'
const PYTHON = '/usr/bin/python3'
const SETUP = '/usr/share/samba/setup/ad-schema'

/** What `samba-tool domain provision` does, without access lists on files: they need a file system that can, and nobody shares files here. */
const PROVISION = `
import logging, sys
from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision
directory, password, address = sys.argv[1:4]
lp = LoadParm()
lp.load_default()
lp.set('interfaces', address + '/8')
lp.set('bind interfaces only', 'yes')
provision(logging.getLogger('provision'), system_session(), targetdir=directory, realm='EXAMPLE.TEST', domain='EXAMPLE', hostname='dc', hostip='127.0.0.1',
          adminpass=password, dns_backend='NONE', serverrole='active directory domain controller', lp=lp, skip_sysvolacl=True,
          dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2)
`

const configuration = (home: string, address: string) => `[global]
netbios name = DC
realm = EXAMPLE.TEST
workgroup = EXAMPLE
server role = active directory domain controller
server services = ldap
interfaces = ${address}/8
bind interfaces only = yes
disable spoolss = yes
${['lock', 'state', 'cache', 'private', 'pid', 'binddns'].map((each) => `${each}${each === 'binddns' ? ' dir' : ' directory'} = ${join(home, ...(each === 'state' || each === 'private' ? [each] : []))}`).join('\n')}
ncalrpc dir = ${home}/ncalrpc
winbindd socket directory = ${home}/winbindd
ntp signd socket directory = ${home}/ntp
log file = ${home}/samba.log
`

/** An address of 127/8 that no other test is likely to have. */
const someLoopback = () => `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}`

/**
 * Starts a new Active Directory domain, `example.test`, of Samba on an address of its own in 127/8. Null where it is not installed (`skipMissing`), and for anybody but
 * root, whom alone the ports of a domain controller are given.
 */
export async function startDebianSamba(): Promise<DebianSamba | null> {
  if (!existsSync(SETUP) || !existsSync(PYTHON)) return skipMissing('Samba domain controller', 'samba samba-ad-provision samba-dsdb-modules')
  if (process.getuid?.() !== 0) {
    console.log('skipped: a Samba domain controller needs the ports 389 and 636, which only root may open')
    return null
  }
  const password = `Aa1!${randomBytes(12).toString('base64url')}`
  const address = someLoopback()
  async function asAdministrator<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url: `ldaps://${address}`, timeout: 20_000, connectTimeout: 2_000, tlsOptions: { rejectUnauthorized: false } })
    try {
      await client.bind('Administrator@EXAMPLE.TEST', password)
      return await work(client)
    } finally {
      await client.unbind().catch(() => {})
    }
  }
  const plan: ServerPlan = {
    name: 'Samba domain controller',
    package: 'samba',
    binaries: ['/usr/sbin/samba'],
    async prepare(place) {
      const home = join(place.directory, 'home')
      await runTool(place, PYTHON, ['-c', PROVISION, home, password, address])
      writeFileSync(join(place.directory, 'smb.conf'), configuration(home, address))
      mkdirSync(join(place.directory, 'bin'))
      const tool = `#!/bin/sh\nexec ${PYTHON} /usr/bin/samba-tool "$@" -H ${home}/private/sam.ldb -s ${place.directory}/smb.conf\n`
      writeFileSync(join(place.directory, 'bin/samba-tool'), tool, { mode: 0o755 })
    },
    command: ({ directory }) => ({ args: ['-F', '-s', join(directory, 'smb.conf'), '--no-process-group', '--model=single'] }),
    answers: () => asAdministrator(async () => {}),
  }
  const server = await startDebianServer(plan)
  if (!server) return null
  return {
    ...server,
    address,
    asAdministrator,
    script: (text, env = {}) => {
      const settings = Object.entries({ PATH: `${server.directory}/bin:${process.env['PATH'] ?? ''}`, ...env }).map(([name, value]) => `${name}=${value}`)
      return runTool(server, '/usr/bin/env', [...settings, '/bin/sh', '-ec', text])
    },
  }
}

/** A password as Active Directory takes it (MS-ADTS §3.1.1.3.1.5). */
export const unicodePwd = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le')
