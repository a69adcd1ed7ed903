import { readFileSync } from 'node:fs'

/** The clock ticks of Linux's process table, 100 a second on every platform that Node runs on. Source: proc(5). */
const MS_PER_TICK = 10

/** User and system time of a process and its threads so far, in milliseconds; null where there is no /proc. */
export function cpuTimeMs(pid: number): number | null {
  try {
    // The name in parentheses may hold anything; what counts comes behind it.
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return null
  }
}
