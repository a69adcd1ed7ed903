import { useEffect, useRef, useState } from 'preact/hooks'
import type { Drawing, Plot } from './plot.ts'

export type { Drawing } from './plot.ts'

interface Charted extends Drawing {
  /** What it shows, for those who see it and those who do not. */
  readonly title: string
  /** How a value is written. */
  readonly written: (value: number) => string
}

/** Numbers over time. Its place is there before what draws it has been loaded. */
export function Chart({ emptyTop, lines, times, title, written }: Charted) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | null>(null)
  const latest = useRef<Drawing>({ emptyTop, lines, times })
  const [at, setAt] = useState<number | null>(null)
  latest.current = { emptyTop, lines, times }
  useEffect(() => {
    const life = { isOver: false }
    void import('./plot.ts').then(({ begin }) => {
      if (life.isOver || place.current === null) return
      plot.current = begin(place.current, latest.current, { onPoint: setAt, written })
    })
    return () => {
      life.isOver = true
      plot.current?.end()
      plot.current = null
    }
  }, [])
  useEffect(() => {
    plot.current?.draw({ emptyTop, lines, times })
  }, [emptyTop, lines, times])
  const shown = at ?? times.length - 1
  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        <ul class="legend">
          {lines.map(({ label, mark, values }) => (
            <li key={label} data-mark={mark}>
              {label} <b>{valueAt(values, shown, written)}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={place} class="chart-place" aria-hidden="true" />
    </figure>
  )
}

function valueAt(values: readonly (number | null)[], at: number, written: Charted['written']): string {
  const value = values[at] ?? null
  return value === null ? '–' : written(value)
}
