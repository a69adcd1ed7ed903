/** A chart of the CPU time per request: an SVG that is read on a light and on a dark page. */
import type { Crowd } from './cases.ts'
import type { Measured, Result } from './measure.ts'
import { median, pairedRatio } from './statistics.ts'

const WIDTH = 760
const NAME_WIDTH = 150
const VALUE_WIDTH = 180
const ROW = 22
const BAR = 14
const TITLE = 34
const GAP = 18

const STYLE = `text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.bar{fill:#8b949e}.bar.own{fill:#2f81f7}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}}`

interface Panel {
  readonly of: Crowd
  readonly measured: readonly Measured[]
}

/** A panel for each case of a crowd, a bar for each contender; empty where nothing was accounted. */
export function chartOf(results: readonly Result[]): string {
  const panels = results.flatMap((result) => (result.kind === 'crowd' ? [result] : []))
  const parts: string[] = []
  let top = 0
  for (const { measured, of } of panels) {
    const panel = { of, measured: measured.filter(({ cpuMs }) => cpuMs.length > 0) }
    parts.push(panelOf(panel, top))
    top += TITLE + panel.measured.length * ROW + GAP
  }
  const size = `width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}"`
  const title = '<title>CPU milliseconds per request, less is better</title>'
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size}>${title}<style>${STYLE}</style>\n${parts.join('\n')}\n</svg>\n`
}

function panelOf({ measured, of }: Panel, top: number): string {
  const values = measured.map(({ cpuMs }) => median(cpuMs))
  const most = Math.max(...values)
  const bare = measured.find(({ name }) => name === 'bare')
  const title = text(0, top + 20, `${of.name}: CPU milliseconds per request`, 'title')
  const rows = measured.map(({ cpuMs, name }, at) => {
    const value = values[at] ?? 0
    const y = top + TITLE + at * ROW
    const width = Math.max(1, ((WIDTH - NAME_WIDTH - VALUE_WIDTH) * value) / most)
    const ratio = bare === undefined ? '' : ` (${pairedRatio(cpuMs, bare.cpuMs).toFixed(2)} × bare)`
    const kind = name.startsWith('qcc') ? 'bar own' : 'bar'
    const bar = `<rect class="${kind}" x="${NAME_WIDTH}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`
    return `${text(0, y + 11, name)}${bar}${text(NAME_WIDTH + width + 8, y + 11, `${value.toFixed(3)}${ratio}`)}`
  })
  return [title, ...rows].join('\n')
}

function text(x: number, y: number, content: string, kind = ''): string {
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y}"${kind === '' ? '' : ` class="${kind}"`}>${escaped}</text>`
}
