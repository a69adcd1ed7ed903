import { useMemo } from 'preact/hooks'
import type { OverviewAnswer } from '../../../src/admin/contract/overview.ts'
import { lang, say } from '../../language.ts'
import { Chart } from '../../parts/chart.tsx'
import { inTime } from '../../../src/views/lasted.ts'
import { whole } from '../../text/numbers.ts'

/** The last hour, minute by minute. */
export function Pulse({ minutes }: { readonly minutes: OverviewAnswer['minutes'] | null }) {
  const drawing = useMemo(() => drawingOf(minutes ?? []), [minutes])
  const { failed, p50, p95, requests, times } = drawing
  const counts = useMemo(
    () => [
      { label: say('pulse.requests'), values: requests, mark: 1 as const, isBars: true },
      { label: say('pulse.failed'), values: failed, mark: 2 as const, isBars: true },
    ],
    [requests, failed, lang.value],
  )
  const waits = useMemo(
    () => [
      { label: say('pulse.p50'), values: p50, mark: 1 as const },
      { label: say('pulse.p95'), values: p95, mark: 3 as const },
    ],
    [p50, p95, lang.value],
  )
  return (
    <div class="pair">
      <div class="card">
        <Chart title={say('pulse.a-minute')} times={times} lines={counts} written={whole} emptyTop={10} />
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

const drawingOf = (minutes: OverviewAnswer['minutes']) => ({
  times: minutes.map(({ since }) => since),
  requests: minutes.map(({ requests }) => requests),
  failed: minutes.map(({ cancelled, requests, served }) => requests - served - cancelled),
  p50: minutes.map(({ p50Ms }) => p50Ms),
  p95: minutes.map(({ p95Ms }) => p95Ms),
})
