import { readFileSync } from 'node:fs'

/**
 * What tells a living process from a later one with the same id: its id and, on Linux, the tick of its start
 * (proc_pid_stat(5), field 22). Null when it does not live, or only waits for its parent to notice its end.
 */
export function processIdentity(pid: number): string | null {
  if (process.platform !== 'linux') return isListed(pid) ? String(pid) : null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 2, the program's name, is in brackets and may itself hold spaces and brackets
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${pid} ${fields[22 - 3]}`
  } catch {
    return null
  }
}

/** Whether the system still has a process of that id, be it only one that ended and whose parent has not noticed. */
export function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
