/** What went wrong on a target, short enough for a screen. Drivers keep secrets out of their messages. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 1_000)
}
