import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Place, type RunningServer, runTool, startDebianServer } from './debian-server.ts'

export type DebianMariadb = RunningServer & {
  /** Runs statements as the administrator `root`, through the client that people use; what it printed, one row a line. Rejects with the server's message. */
  script(statements: string): Promise<string>
}

const socketOf = ({ directory }: Pick<Place, 'directory'>) => join(directory, 'server.sock')

async function runClient(place: Place, password: string, statements: string): Promise<string> {
  const args = ['--no-defaults', '--user=root', `--socket=${socketOf(place)}`, '--batch', '--skip-column-names', '--default-character-set=utf8mb4']
  const running = promisify(execFile)('/usr/bin/mariadb', args, { env: { ...process.env, MYSQL_PWD: password } })
  // A client that died before it read everything says so itself
  running.child.stdin?.on('error', () => {})
  running.child.stdin?.end(statements)
  return (await running).stdout
}

/** Starts a new MariaDB of Debian's packages on a free port of loopback, with `more` options of mariadbd. Null where it is not installed (`skipMissing`). */
export async function startDebianMariadb(more: readonly string[] = []): Promise<DebianMariadb | null> {
  const password = randomBytes(18).toString('base64url')
  const server = await startDebianServer({
    name: 'MariaDB',
    package: 'mariadb-server',
    binaries: ['/usr/sbin/mariadbd'],
    runAs: 'mysql',
    async prepare(place) {
      const data = join(place.directory, 'data')
      await runTool(place, '/usr/bin/mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'])
      const first = join(place.directory, 'first.sql')
      writeFileSync(first, `ALTER USER root@localhost IDENTIFIED BY '${password}';\n`, { mode: 0o600 })
      if (place.account) chownSync(first, place.account.uid, place.account.gid)
    },
    command: (place) => ({
      args: [
        '--no-defaults',
        `--datadir=${join(place.directory, 'data')}`,
        `--socket=${socketOf(place)}`,
        '--bind-address=127.0.0.1',
        `--port=${place.port}`,
        `--pid-file=${join(place.directory, 'pid')}`,
        `--init-file=${join(place.directory, 'first.sql')}`,
        '--innodb-buffer-pool-size=16M',
        '--innodb-flush-log-at-trx-commit=0',
        ...more,
      ],
    }),
    answers: (place) => runClient(place, password, 'SELECT 1'),
  })
  return server && { ...server, script: (statements) => runClient(server, password, statements) }
}
