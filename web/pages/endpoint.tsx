import { useState } from 'preact/hooks'
import type { EndpointAnswer } from '../../src/admin/contract/endpoint.ts'
import { mayWrite, readEndpoint } from '../api.ts'
import { say } from '../language.ts'
import { EndpointState } from '../parts/endpoint-state.tsx'
import { Read, useReading } from '../parts/reading.tsx'
import { addressOf, place } from '../router.ts'
import { now, status } from '../state.ts'
import { Actions } from './endpoint/actions.tsx'
import { Benches, Facts } from './endpoint/facts.tsx'
import { Events } from './endpoint/events.tsx'
import { Dots, OverTime } from './endpoint/over-time.tsx'
import { Score, Weight } from './endpoint/score.tsx'
import { Served } from './endpoint/served.tsx'
import '../styles/endpoint.css'

const EVERY_MS = 10_000
const HOUR_MS = 3_600_000
/** How far back is looked, by what it is called in the address. */
const STRETCHES = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS } as const
type Stretch = keyof typeof STRETCHES

/** One endpoint: what it is given, how it does, and why it is asked as often as it is. */
export function Endpoint() {
  const id = place.value.about ?? ''
  const [stretch, setStretch] = useState<Stretch>('24h')
  const reading = useReading(() => readEndpoint(id, Math.round(now.peek() - STRETCHES[stretch])), id, {
    everyMs: EVERY_MS,
    view: stretch,
  })
  return (
    <Read of={reading} missing={say('endpoint.missing')}>
      {(answer) => (
        <>
          <Head answer={answer} onChanged={reading.again} />
          <Dots dots={answer.dots} />
          <div class="row">
            <h2>{say('endpoint.over-time')}</h2>
            <StretchChoice chosen={stretch} onChoose={setStretch} />
          </div>
          <OverTime series={answer.series} />
          <div class="pair">
            <Served
              title={say('endpoint.traffic')}
              figures={answer.traffic}
              none={say('endpoint.no-traffic')}
            />
            <Served title={say('endpoint.checks')} figures={answer.probes} none={say('endpoint.no-checks')} />
          </div>
          <div class="pair">
            <Score answer={answer} />
            <Weight answer={answer} />
          </div>
          <Benches answer={answer} />
          <div class="pair">
            <Events events={answer.events} />
            <Facts answer={answer} />
          </div>
        </>
      )}
    </Read>
  )
}

function Head({ answer, onChanged }: { readonly answer: EndpointAnswer; readonly onChanged: () => void }) {
  const { endpoint, profile } = answer
  const live = status.value?.endpoints.find(({ id }) => id === endpoint.id)
  return (
    <header class="endpoint-head">
      <p class="quiet">
        <a href={addressOf('overview')}>{say('page.overview')}</a> / {profile}
      </p>
      <div class="row">
        <h1 tabIndex={-1}>{endpoint.name.slice(profile.length + 1)}</h1>
        {live === undefined ? (
          <span class="quiet">{say('endpoint.not-served')}</span>
        ) : (
          <EndpointState endpoint={live} />
        )}
        {mayWrite.value && <Actions answer={answer} onChanged={onChanged} />}
      </div>
    </header>
  )
}

function StretchChoice(props: { readonly chosen: Stretch; readonly onChoose: (stretch: Stretch) => void }) {
  return (
    <div class="choice-row push" role="group" aria-label={say('endpoint.stretch')}>
      {(Object.keys(STRETCHES) as Stretch[]).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === props.chosen}
          onClick={() => {
            props.onChoose(one)
          }}
        >
          {one}
        </button>
      ))}
    </div>
  )
}
