/** A share of a whole, as a bar beside its number. `percent`: 0 to 100. */
export function Meter({
  percent,
  tone = 'accent',
}: {
  readonly percent: number
  readonly tone?: 'accent' | 'good' | 'warn' | 'bad'
}) {
  return (
    <span class="meter" data-tone={tone} aria-hidden="true">
      <span style={{ width: `${String(Math.min(100, Math.max(0, percent)))}%` }} />
    </span>
  )
}
