import type { OverviewAnswer } from '../../../src/admin/contract/overview.ts'
import { say } from '../../language.ts'
import { Figure } from '../../parts/figure.tsx'
import { status } from '../../state.ts'
import { inTime } from '../../../src/views/lasted.ts'
import { costText, percent, short, whole } from '../../text/numbers.ts'

/** How it goes, in six numbers. */
export function Figures({ overview }: { readonly overview: OverviewAnswer | null }) {
  return (
    <dl class="figures">
      <Requests overview={overview} />
      <Figure
        label={say('figure.success')}
        value={overview === null ? null : percent(overview.successPercent)}
        more={say('figure.last-hour')}
      />
      <Figure
        label={say('figure.first-token')}
        value={overview === null ? null : timeOf(overview.p50Ms)}
        more={say('figure.p95', { time: timeOf(overview?.p95Ms ?? null) })}
      />
      <Open />
      <Today overview={overview} />
    </dl>
  )
}

const timeOf = (ms: number | null): string => (ms === null ? '–' : inTime(ms))

function Requests({ overview }: { readonly overview: OverviewAnswer | null }) {
  // The last minute is not over: what it comes to is said by the one before.
  const last = overview?.minutes.at(-2)
  return (
    <Figure
      label={say('figure.a-minute')}
      value={last === undefined ? null : whole(last.requests)}
      more={overview === null ? null : say('figure.today', { count: short(overview.today.requests) })}
    />
  )
}

function Open() {
  const { value } = status
  if (value === null) return <Figure label={say('figure.open')} value={null} />
  const held = value.held.reduce((sum, { requests }) => sum + requests, 0)
  return (
    <Figure
      label={say('figure.open')}
      value={whole(value.open)}
      more={
        held > 0 ? say('figure.held', { count: held }) : say('figure.kept', { count: value.queue.waiting })
      }
    />
  )
}

function Today({ overview }: { readonly overview: OverviewAnswer | null }) {
  if (overview === null) {
    return (
      <>
        <Figure label={say('figure.tokens')} value={null} />
        <Figure label={say('figure.cost')} value={null} />
      </>
    )
  }
  const { cost, tokens } = overview.today
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite
  const cached = sent === 0 ? null : (tokens.cacheRead / sent) * 100
  return (
    <>
      <Figure
        label={say('figure.tokens')}
        value={short(sent + tokens.output)}
        more={say('figure.in-out', { in: short(sent), out: short(tokens.output), cached: percent(cached) })}
      />
      <Figure
        label={say('figure.cost')}
        value={costText(cost)}
        more={
          cost.unknown > 0 ? say('figure.unpriced', { count: whole(cost.unknown) }) : say('figure.list-price')
        }
      />
    </>
  )
}
