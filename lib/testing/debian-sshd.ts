import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, startDebianServer } from './debian-server.ts'

export type TestSshd = RunningServer & {
  /** Whom the private key lets in: the user that runs the test. */
  user: string
  privateKey: string
  /** A line of ssh-keyscan for its host key. */
  hostKeyLine: string
  /** Where the configuration lies, and the folder of which AuthorizedKeysFile names `keys/<user>`. */
  configuration: string
  /** Writes what lets a user in, one line a key, beside the key of the connection. */
  authorize(user: string, lines: readonly string[]): void
  /** Makes a key with ssh-keygen; answers its public line and private text. */
  makeKey(name: string, ...options: string[]): { publicLine: string; privateKey: string; fingerprint: string }
}

function keygen(directory: string, ...args: string[]): string {
  return execFileSync('ssh-keygen', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function makeKey(directory: string, name: string, options: string[] = ['-t', 'ed25519']) {
  keygen(directory, '-q', '-N', '', '-C', `${name}@test`, '-f', name, ...options)
  const file = (suffix: string) => readFileSync(join(directory, `${name}${suffix}`), 'utf8').trim()
  return { publicLine: file('.pub'), privateKey: file(''), fingerprint: keygen(directory, '-l', '-f', name).split(' ')[1] ?? '' }
}

/** Starts Debian's sshd as the user that runs the test, with a user CA, principals for this user, and a host certificate; null where it is not installed. */
export async function startDebianSshd(): Promise<TestSshd | null> {
  const { username: user } = userInfo()
  const server = await startDebianServer({
    name: 'OpenSSH server',
    package: 'openssh-server',
    binaries: ['/usr/sbin/sshd'],
    prepare({ directory, port }) {
      // Without it sshd refuses to start as root; Debian's service makes it
      if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
      for (const name of ['host', 'user-ca', 'host-ca', 'client']) makeKey(directory, name)
      keygen(directory, '-q', '-s', 'host-ca', '-I', 'web1', '-h', '-n', 'web1,web1.example', '-V', '20260101:20990101', '-z', '42', 'host.pub')
      for (const folder of ['keys', 'principals']) mkdirSync(join(directory, folder), { mode: 0o755 })
      writeFileSync(join(directory, 'principals', user), '# who deploys\nrole-deploy\nrole-admin\n')
      writeFileSync(join(directory, 'sshd_config'), configurationOf(directory, port))
      writeFileSync(join(directory, 'keys', user), readFileSync(join(directory, 'client.pub'), 'utf8'))
      chmodSync(join(directory, 'keys', user), 0o600)
    },
    command: ({ directory }) => ({ args: ['-D', '-e', '-f', join(directory, 'sshd_config')] }),
  })
  if (!server) return null
  const { directory, port } = server
  const read = (name: string) => readFileSync(join(directory, name), 'utf8').trim()
  return {
    ...server,
    user,
    privateKey: read('client'),
    hostKeyLine: `[127.0.0.1]:${port} ${read('host.pub').split(' ').slice(0, 2).join(' ')}`,
    configuration: join(directory, 'sshd_config'),
    authorize(whom, lines) {
      const own = whom === user ? [read('client.pub')] : []
      writeFileSync(join(directory, 'keys', whom), [...own, ...lines, ''].join('\n'), { mode: 0o600 })
    },
    makeKey: (name, ...options) => makeKey(directory, name, options.length > 0 ? options : undefined),
  }
}

const configurationOf = (directory: string, port: number) => `
ListenAddress 127.0.0.1:${port}
HostKey ${directory}/host
HostCertificate ${directory}/host-cert.pub
PidFile none
AuthorizedKeysFile ${directory}/keys/%u
TrustedUserCAKeys ${directory}/user-ca.pub
AuthorizedPrincipalsFile ${directory}/principals/%u
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
MaxStartups 100
`
