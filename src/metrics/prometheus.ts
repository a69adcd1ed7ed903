/**
 * Metrics as Prometheus reads them. Source:
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
import { BOUNDS_S, type Histogram } from './histogram.ts'

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export type Labels = Readonly<Record<string, string>>

/** All series of one name. */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

export interface Sample {
  /** Behind the name of the family: `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: string
  readonly labels: Labels
  readonly value: number
}

/** The whole text; families without a sample are left out. */
export const prometheusText = (families: readonly Family[]): string =>
  families
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ help, name, samples, type }) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.map((one) => lineOf(name, one)).join('')}`,
    )
    .join('')

function lineOf(name: string, { labels, suffix = '', value }: Sample): string {
  const told = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
  return `${name}${suffix}${told.length === 0 ? '' : `{${told.join(',')}}`} ${String(value)}\n`
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

/** A histogram in seconds, its buckets cumulative. */
export function samplesOf({ counts, sumMs }: Histogram, labels: Labels): readonly Sample[] {
  const samples: Sample[] = []
  let below = 0
  for (const [at, count] of counts.entries()) {
    below += count
    const bound = BOUNDS_S[at]
    const le = bound === undefined ? '+Inf' : String(bound)
    samples.push({ suffix: '_bucket', labels: { ...labels, le }, value: below })
  }
  return [
    ...samples,
    { suffix: '_sum', labels, value: sumMs / 1_000 },
    { suffix: '_count', labels, value: below },
  ]
}
