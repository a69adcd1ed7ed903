import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import { say } from '../../language.ts'
import { inTime } from '../../../src/views/lasted.ts'
import { percent, tenth, whole } from '../../text/numbers.ts'

interface Told {
  readonly title: string
  readonly figures: EndpointAnswer['traffic']
  /** What is said where there is nothing. */
  readonly none: string
}

/** What requests, or checks, came to. */
export function Served({ figures, none, title }: Told) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {figures === null ? <p class="quiet">{none}</p> : <Figures figures={figures} />}
    </section>
  )
}

function Figures({ figures }: { readonly figures: NonNullable<EndpointAnswer['traffic']> }) {
  const { meanMs, observations, p50Ms, p95Ms, p99Ms, successPercent, tokensPerSecond } = figures
  const rate = tokensPerSecond === null ? '–' : say('endpoint.a-second', { count: tenth(tokensPerSecond) })
  return (
    <dl class="numbers">
      <Number name={say('title.count')} value={whole(observations)} />
      <Number name={say('title.success')} value={percent(successPercent)} />
      <Number name={say('endpoint.mean')} value={timeOf(meanMs)} />
      <Number name="p50" value={timeOf(p50Ms)} />
      <Number name="p95" value={timeOf(p95Ms)} />
      <Number name="p99" value={timeOf(p99Ms)} />
      <Number name={say('title.speed')} value={rate} />
    </dl>
  )
}

const timeOf = (ms: number | null): string => (ms === null ? '–' : inTime(ms))

function Number({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
