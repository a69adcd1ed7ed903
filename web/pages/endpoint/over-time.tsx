import { useMemo } from 'preact/hooks'
import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import { lang, say } from '../../language.ts'
import { Chart } from '../../parts/chart.tsx'
import { inTime } from '../../../src/views/lasted.ts'
import { percent, whole } from '../../text/numbers.ts'
import { minuteTime } from '../../text/times.ts'

/** Success and times to the first content, stretch by stretch. */
export function OverTime({ series }: { readonly series: EndpointAnswer['series'] }) {
  const times = useMemo(() => series.map(({ since }) => since), [series])
  const success = useMemo(
    () => [
      {
        label: say('endpoint.of-requests'),
        values: series.map(({ requests, served }) => shareOf(served, requests)),
        mark: 1 as const,
      },
      {
        label: say('endpoint.of-checks'),
        values: series.map(({ checks, passed }) => shareOf(passed, checks)),
        mark: 3 as const,
      },
    ],
    [series, lang.value],
  )
  const waits = useMemo(
    () => [
      { label: 'p50', values: series.map(({ p50Ms }) => p50Ms), mark: 1 as const },
      { label: 'p95', values: series.map(({ p95Ms }) => p95Ms), mark: 3 as const },
    ],
    [series],
  )
  return (
    <div class="pair">
      <div class="card">
        <Chart title={say('title.success')} times={times} lines={success} written={percent} emptyTop={100} />
      </div>
      <div class="card">
        <Chart
          title={say('pulse.first-token')}
          times={times}
          lines={waits}
          written={inTime}
          emptyTop={1_000}
        />
      </div>
    </div>
  )
}

const shareOf = (part: number, all: number): number | null => (all === 0 ? null : (part / all) * 100)

/** The last 24 hours, half an hour a dot. */
export function Dots({ dots }: { readonly dots: EndpointAnswer['dots'] }) {
  const first = dots[0]
  return (
    <figure class="card dots-card">
      <figcaption class="row">
        <h2>{say('endpoint.day')}</h2>
        <ul class="legend dots-key" aria-hidden="true">
          {(['good', 'mixed', 'bad', 'none'] as const).map((state) => (
            <li key={state} data-state={state}>
              {say(`dot.${state}`)}
            </li>
          ))}
        </ul>
      </figcaption>
      <ol class="dots">
        {dots.map((dot) => (
          <li key={dot.since} data-state={dot.state} title={dotText(dot)}>
            <span class="out-of-sight">{dotText(dot)}</span>
          </li>
        ))}
      </ol>
      <p class="dots-ends quiet" aria-hidden="true">
        <span>{first === undefined ? '' : minuteTime(first.since)}</span>
        <span>{say('endpoint.now')}</span>
      </p>
    </figure>
  )
}

const dotText = ({
  checks,
  passed,
  requests,
  served,
  since,
  state,
}: EndpointAnswer['dots'][number]): string =>
  state === 'none'
    ? say('dot.nothing', { time: minuteTime(since) })
    : say('dot.text', {
        time: minuteTime(since),
        served: whole(served),
        requests: whole(requests),
        passed: whole(passed),
        checks: whole(checks),
      })
