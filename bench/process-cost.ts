/** What the operating system accounts to a process and its descendants. Source: proc(5); null where there is no /proc. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'

/** A process, its children, theirs, and so on. */
export function treeOf(pid: number): readonly number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    return [pid, ...children.flatMap(treeOf)]
  } catch {
    return [pid]
  }
}

/** Time on a processor so far, in milliseconds, of all threads that live. */
export function cpuTimeMs(pid: number): number | null {
  try {
    const threads = treeOf(pid).flatMap((one) =>
      readdirSync(`/proc/${one}/task`).map((task) => `${one}/task/${task}`),
    )
    const nanoseconds = threads.map((thread) => {
      try {
        return Number(readFileSync(`/proc/${thread}/schedstat`, 'utf8').split(' ')[0])
      } catch {
        return 0 // ended since it was listed
      }
    })
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6
  } catch {
    return null
  }
}

/** Resident memory in megabytes (10⁶ bytes): now, and at most since `forgetPeak`. */
export function memoryMb(pid: number): { readonly now: number; readonly peak: number } | null {
  try {
    const statuses = treeOf(pid).map((one) => readFileSync(`/proc/${one}/status`, 'utf8'))
    const sum = (field: string): number =>
      statuses.reduce(
        (all, text) => all + Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0),
        0,
      )
    return { now: (sum('VmRSS') * 1_024) / 1e6, peak: (sum('VmHWM') * 1_024) / 1e6 }
  } catch {
    return null
  }
}

/** The peak counts from now on. */
export function forgetPeak(pid: number): void {
  try {
    for (const one of treeOf(pid)) writeFileSync(`/proc/${one}/clear_refs`, '5')
  } catch {
    // Where it cannot be forgotten, the peak is that of the whole run.
  }
}
