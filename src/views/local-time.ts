/** An instant (epoch milliseconds) by the clock on the wall: `2026-11-25 14:57:45`. */
export function localTime(at: number): string {
  const date = new Date(at)
  const parts = (values: readonly number[], between: string): string =>
    values.map((value) => String(value).padStart(2, '0')).join(between)
  const day = parts([date.getFullYear(), date.getMonth() + 1, date.getDate()], '-')
  return `${day} ${parts([date.getHours(), date.getMinutes(), date.getSeconds()], ':')}`
}
