import type { Reply, Send } from './connect.ts'

/** Commands that reach beyond data, each in a form that the server can check without running it, and why it matters. */
const STRONG: readonly { command: readonly string[]; why: string }[] = [
  { command: ['ACL', 'SETUSER', 'x'], why: 'may make users and change their rules' },
  { command: ['CONFIG', 'SET', 'x', 'y'], why: 'may change the configuration' },
  { command: ['MODULE', 'LOAD', 'x'], why: 'may load code into the server' },
  { command: ['FUNCTION', 'LOAD', 'x'], why: 'may leave functions behind that others call' },
  { command: ['REPLICAOF', 'x', '1'], why: 'may make the server copy from another' },
  { command: ['DEBUG', 'JMAP'], why: 'may debug the server' },
  { command: ['MONITOR'], why: 'may watch what everybody sends' },
  { command: ['PSYNC', 'x', '1'], why: 'may copy all data as a replica' },
  { command: ['SHUTDOWN'], why: 'may stop the server' },
  { command: ['FLUSHALL'], why: 'may delete all data' },
  { command: ['CLIENT', 'KILL', 'ID', '1'], why: "may end others' connections" },
  { command: ['CLUSTER', 'RESET'], why: 'may take the cluster apart' },
]

const allowed = (reply: Reply) => reply === 'OK'

/** Whether a user could run a command, as the server itself judges; a command that it does not know is not allowed to anybody. */
export async function mayRun(send: Send, user: string, command: readonly string[]): Promise<boolean> {
  return send('ACL', 'DRYRUN', user, ...command).then(allowed, (error: unknown) => {
    if (error instanceof Error && /not found|wrong number of arguments/i.test(error.message)) return false
    throw error
  })
}

/** Why a user is privileged; empty when it reaches nothing but data. */
export async function problemsOf(send: Send, user: string): Promise<string[]> {
  const answers = await Promise.all(STRONG.map(({ command }) => mayRun(send, user, command)))
  return STRONG.filter((_, index) => answers[index]).map(({ why }) => why)
}
