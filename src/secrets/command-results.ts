import type { Clock } from '../ports/clock.ts'

/** How long a key is used before its command is run again. */
const KEPT_MS = 60_000
/** After a failure sooner: a person may just have unlocked what holds the key. */
const FAILED_KEPT_MS = 5_000

interface Result {
  readonly output: Promise<string | null>
  /** Infinite while the command runs. */
  until: number
}

/** Runs a command at most once at a time, and not again while its result is kept: 60 s, or 5 s when it gave none. */
export function commandResults(
  run: (command: string) => Promise<string | null>,
  clock: Clock,
): (command: string) => Promise<string | null> {
  const results = new Map<string, Result>()
  return (command) => {
    const kept = results.get(command)
    if (kept !== undefined && clock.now() < kept.until) return kept.output
    const output = run(command).catch(() => null)
    const result: Result = { output, until: Infinity }
    results.set(command, result)
    void output.then((value) => {
      result.until = clock.now() + (value === null ? FAILED_KEPT_MS : KEPT_MS)
    })
    return output
  }
}
