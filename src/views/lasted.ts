const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const

/** A time that has gone by, in its two largest units: `2d 4h`, `3m 5s`. */
export function lasted(ms: number): string {
  let left = Math.max(0, Math.round(ms / 1_000))
  const parts: string[] = []
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0 || parts.length > 0) parts.push(`${String(count)}${unit}`)
  }
  return parts.slice(0, 2).join(' ') || '0s'
}

/** As precise as a person needs it: `35 ms`, `1.25 s`, `3m 5s`. */
export function inTime(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`
  return ms < 60_000 ? `${String(Math.round(ms / 10) / 100)} s` : lasted(ms)
}
