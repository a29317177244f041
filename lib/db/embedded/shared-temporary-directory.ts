import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'

/** A directory that every account of this machine gets through. `/var/tmp` where there is one: unlike `/tmp` it outlives a restart of the machine. */
export function sharedTemporaryDirectory(): string {
  try {
    accessSync('/var/tmp', constants.W_OK | constants.X_OK)
    return '/var/tmp'
  } catch {
    return tmpdir()
  }
}
