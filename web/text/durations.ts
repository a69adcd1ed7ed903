import { lasted } from '../../src/views/lasted.ts'

/** As precise as a person needs it: `35 ms`, `1.25 s`, `3m 5s`. */
export function inTime(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`
  return ms < 60_000 ? `${String(Math.round(ms / 10) / 100)} s` : lasted(ms)
}
