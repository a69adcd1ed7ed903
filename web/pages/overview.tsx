import { useEffect } from 'preact/hooks'
import { readOverview } from '../api.ts'
import { say } from '../language.ts'
import { onEvent } from '../live.ts'
import { useReading } from '../parts/reading.tsx'
import { addressOf } from '../router.ts'
import { status } from '../state.ts'
import { Figures } from './overview/figures.tsx'
import { HandLine } from './overview/hand.tsx'
import { Lanes } from './overview/lanes.tsx'
import { Pulse } from './overview/pulse.tsx'

/** Figures of minutes change that slowly; states come by themselves. */
const EVERY_MS = 5_000

/** Where traffic goes now, and how that is going. */
export function Overview() {
  const overview = useReading(readOverview, 'overview', { everyMs: EVERY_MS })
  const { again } = overview
  useEffect(
    () =>
      onEvent(({ event }) => {
        if (event === 'switch') again()
      }),
    [again],
  )
  return (
    <>
      <h1 tabIndex={-1}>{say('page.overview')}</h1>
      <Figures overview={overview.value} />
      {status.value !== null && <HandLine status={status.value} />}
      {status.value?.endpoints.length === 0 && (
        <p>
          {say('lane.nothing')} <a href={addressOf('configuration')}>{say('page.configuration')}</a>
        </p>
      )}
      {status.value === null ? (
        <div class="waiting" aria-busy="true" />
      ) : (
        <Lanes status={status.value} shares={overview.value?.shares ?? null} />
      )}
      <Pulse minutes={overview.value?.minutes ?? null} />
    </>
  )
}
