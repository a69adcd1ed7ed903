/** Draws numbers over time with uPlot: loaded when the first chart is shown. */
import { effect } from '@preact/signals'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { theme } from '../theme.ts'
import { dayOnly, minuteTime } from '../text/times.ts'

export interface Line {
  readonly label: string
  /** As many as there are times; null where nothing is known. */
  readonly values: readonly (number | null)[]
  /** Its colour: `--mark-N`. */
  readonly mark: 1 | 2 | 3
  readonly isBars?: boolean
}

export interface Drawing {
  /** Epoch milliseconds, rising. */
  readonly times: readonly number[]
  readonly lines: readonly Line[]
  /** Where the axis ends as long as nothing is known. */
  readonly emptyTop: number
}

export interface Plot {
  readonly draw: (drawing: Drawing) => void
  readonly end: () => void
}

interface Told {
  /** Which of the times is pointed at; null for none. */
  readonly onPoint: (at: number | null) => void
  readonly written: (value: number) => string
}

const HEIGHT = 150
const AXIS_WIDTH = 52
/** What stands beside the lines is whole: half a request there is none. */
const STEPS = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat()
/** Beyond a day and a half the time of day says nothing. */
const LONG_S = 129_600

/** Draws into `place`, which keeps its height; colours and width follow the page. */
export function begin(place: HTMLElement, first: Drawing, told: Told): Plot {
  const state = { drawing: first, plot: drawn(place, first, told) }
  const again = () => {
    state.plot.destroy()
    state.plot = drawn(place, state.drawing, told)
  }
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', again)
  const life = { isFirst: true }
  const stopTheme = effect(() => {
    void theme.value
    if (!life.isFirst) requestAnimationFrame(again)
    life.isFirst = false
  })
  const sizes = new ResizeObserver(() => {
    state.plot.setSize({ width: place.clientWidth, height: HEIGHT })
  })
  sizes.observe(place)
  return {
    draw: (drawing) => {
      const isSame = drawing.lines.length === state.drawing.lines.length
      state.drawing = drawing
      if (isSame) state.plot.setData(dataOf(drawing))
      else again()
    },
    end: () => {
      sizes.disconnect()
      stopTheme()
      dark.removeEventListener('change', again)
      state.plot.destroy()
    },
  }
}

const dataOf = ({ lines, times }: Drawing): UPlot.AlignedData =>
  [times.map((at) => at / 1_000), ...lines.map(({ values }) => [...values])] as UPlot.AlignedData

function drawn(place: HTMLElement, drawing: Drawing, { onPoint, written }: Told): UPlot {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--ink-quiet'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  return new UPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      padding: [8, 18, 0, 0],
      scales: { y: { range: (_, __, most: number | null) => [0, topOf(most, drawing.emptyTop)] } },
      axes: [
        {
          ...axis,
          size: 28,
          grid: { show: false },
          values: timesBelow,
        },
        { ...axis, size: AXIS_WIDTH, incrs: STEPS, values: (_, splits) => splits.map(written) },
      ],
      series: [{}, ...drawing.lines.map((line) => seriesOf(line, colour(`--mark-${String(line.mark)}`)))],
      hooks: {
        setCursor: [
          ({ cursor }) => {
            onPoint(cursor.idx ?? null)
          },
        ],
      },
    },
    dataOf(drawing),
    place,
  )
}

const topOf = (most: number | null, emptyTop: number): number =>
  most === null || most === 0 ? emptyTop : Math.max(1, most * 1.08)

/** Days where there are several of them. */
function timesBelow(_: UPlot, splits: number[]): string[] {
  const isLong = (splits.at(-1) ?? 0) - (splits[0] ?? 0) > LONG_S
  return splits.map((at) => (isLong ? dayOnly(at * 1_000) : minuteTime(at * 1_000)))
}

function seriesOf({ isBars = false, label }: Line, colour: string): UPlot.Series {
  const paths = isBars ? UPlot.paths.bars?.({ size: [0.7, 24] }) : undefined
  return {
    label,
    stroke: colour,
    width: isBars ? 0 : 1.5,
    points: { show: false, size: 5, fill: colour, filter: isBars ? null : alone },
    ...(isBars ? { fill: colour } : {}),
    ...(paths === undefined ? {} : { paths }),
  }
}

/** Values between two that are not known: no line leads to them, so that they would not be seen. */
function alone({ data }: UPlot, series: number): number[] {
  const values = data[series] ?? []
  const isKnown = (at: number) => typeof values[at] === 'number'
  return [...values.keys()].filter((at) => isKnown(at) && !isKnown(at - 1) && !isKnown(at + 1))
}
