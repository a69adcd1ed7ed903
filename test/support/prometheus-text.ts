// Reads what Prometheus reads, by the rules of its text format, and refuses everything else:
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
import { spawnSync } from 'node:child_process'

export interface Series {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Metrics {
  /** `counter`, `gauge` or `histogram` by the name of the family. */
  readonly types: ReadonlyMap<string, string>
  readonly series: readonly Series[]
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /^([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]Inf|NaN)$/i

/** Throws for the first line that Prometheus would refuse. */
export function readMetrics(text: string): Metrics {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const types = new Map<string, string>()
  const helped = new Set<string>()
  const all = new Map<string, Series>()
  for (const line of text.slice(0, -1).split('\n')) {
    const [, what, family = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (what === 'HELP') once(helped, family)
    else if (what === 'TYPE') types.set(family, typeOf(family, rest, types))
    else {
      const one = seriesIn(line)
      const key = JSON.stringify([one.name, Object.entries(one.labels).toSorted()])
      if (all.has(key) || !isInFamily(one, [...types].at(-1))) throw new Error(`out of place: ${line}`)
      all.set(key, one)
    }
  }
  for (const family of types.keys()) if (!helped.has(family)) throw new Error(`no help: ${family}`)
  return { types, series: [...all.values()] }
}

function once(names: Set<string>, name: string): void {
  if (names.has(name)) throw new Error(`a second time: ${name}`)
  names.add(name)
}

function typeOf(family: string, type: string, known: ReadonlyMap<string, string>): string {
  if (!known.has(family) && ['counter', 'gauge', 'histogram'].includes(type)) return type
  throw new Error(`no type of its own: ${family} ${type}`)
}

/** All series of a family stand behind its head. */
function isInFamily({ name }: Series, [family, type]: readonly [string, string] = ['', '']): boolean {
  const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  return suffixes.some((suffix) => name === family + suffix)
}

function seriesIn(line: string): Series {
  const [, name, told = '', value = ''] = LINE.exec(line) ?? []
  if (name === undefined || !NUMBER.test(value)) throw new Error(`no series: ${line}`)
  const labels: Record<string, string> = {}
  let rest = told
  while (rest !== '') {
    const [whole, label = '', text = ''] = LABEL.exec(rest) ?? []
    if (whole === undefined || Object.hasOwn(labels, label)) throw new Error(`no labels: ${line}`)
    labels[label] = text.replaceAll(/\\([\\"n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
    rest = rest.slice(whole.length)
  }
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) }
}

/** The value of the series of that name with these labels, whatever other labels it has; 0 where there is none. */
export const sumOf = ({ series }: Metrics, name: string, labels: Series['labels'] = {}): number =>
  series
    .filter(
      (one) => one.name === name && Object.entries(labels).every(([key, text]) => one.labels[key] === text),
    )
    .reduce((sum, { value }) => sum + value, 0)

/** Prometheus' own tool, where it is installed (Debian: `apt install prometheus`). */
export const hasPromtool = (): boolean => spawnSync('promtool', ['--version']).status === 0

/** What it says of an input; empty when it finds nothing. */
export function promtool(args: readonly string[], input = ''): string {
  const { status, stderr, stdout } = spawnSync('promtool', args, { input, encoding: 'utf8' })
  return status === 0 ? stderr.trim() : `${stdout}${stderr}`.trim()
}
