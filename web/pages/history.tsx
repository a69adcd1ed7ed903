import { useEffect } from 'preact/hooks'
import type { SwitchesAnswer } from '../../src/admin/contract/switches.ts'
import { lasted } from '../../src/views/lasted.ts'
import { read } from '../api.ts'
import { say } from '../language.ts'
import { onEvent } from '../live.ts'
import { Badge } from '../parts/badge.tsx'
import { Read, useReading } from '../parts/reading.tsx'
import { Ago, Since } from '../parts/time.tsx'
import { addressOf, navigate, place } from '../router.ts'
import { dayTime } from '../text/times.ts'
import { Band } from './history/band.tsx'
import type { Switch } from './history/stretches.ts'
import { evidenceTexts, isSamePlace, placeText } from './history/switch-text.ts'
import '../styles/history.css'

const HOUR_MS = 3_600_000
const SPANS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const
const SPAN_NAMES = ['hour', 'day', 'week'] as const
const SOON_MS = 700
const AT_FIRST = 50
const MOST = 1_000

/** Which tier served when, and what made it so. */
export function History() {
  const { query } = place.value
  const span = SPAN_NAMES.find((one) => one === query.get('span')) ?? 'day'
  const limit = query.get('all') === null ? AT_FIRST : MOST
  const switches = useReading(() => read<SwitchesAnswer>('switches', { limit }), 'switches', {
    view: String(limit),
  })
  const { again } = switches
  useEffect(
    () =>
      onEvent(({ event }) => {
        // It is told before it is on record.
        if (event === 'switch') setTimeout(again, SOON_MS)
      }),
    [again],
  )
  return (
    <>
      <header class="row">
        <h1 tabIndex={-1}>{say('page.history')}</h1>
        <div class="choice-row push" role="group" aria-label={say('past.span')}>
          {SPAN_NAMES.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === span}
              onClick={() => {
                navigate(addressOf('history', null, { span: name, all: query.get('all') }), { replace: true })
              }}
            >
              {say(`past.${name}`)}
            </button>
          ))}
        </div>
      </header>
      <Read of={switches}>
        {({ switches: found }) => (
          <>
            <section class="card">
              <Band switches={found} spanMs={SPANS[span]} />
            </section>
            <section class="card" aria-label={say('past.list')} aria-live="polite">
              {found.length === 0 ? <p class="quiet">{say('past.none')}</p> : <Switches switches={found} />}
              {found.length === limit && limit < MOST && (
                <a href={addressOf('history', null, { span, all: '1' })}>{say('past.more')}</a>
              )}
            </section>
          </>
        )}
      </Read>
    </>
  )
}

const CAUSE_TONES = { failover: 'bad', recovery: 'good', manual: 'accent', config: 'quiet' } as const

function Switches({ switches }: { readonly switches: readonly Switch[] }) {
  return (
    <ol class="switches">
      {switches.map((one, index) => (
        <li
          key={`${String(one.at)} ${String(switches.length - index)}`}
          data-place={one.to?.place ?? 'nobody'}
        >
          <p class="row">
            <time class="switch-at" dateTime={new Date(one.at).toISOString()}>
              {dayTime(one.at)}
            </time>
            <b>
              {isSamePlace(one)
                ? say('past.stays', { to: placeText(one.to) })
                : `${placeText(one.from)} → ${placeText(one.to)}`}
            </b>
            <Badge tone={CAUSE_TONES[one.cause]}>{say(`cause.${one.cause}`)}</Badge>
            <span class="quiet push">
              <Ago at={one.at} />
            </span>
          </p>
          {one.reason !== null && <p>“{one.reason}”</p>}
          <Evidence of={one} />
          <p class="quiet">
            {switches[index - 1] === undefined ? (
              <>
                {say('past.serves', { time: '' })}
                <Since since={one.at} />
              </>
            ) : (
              say('past.served-for', { time: lasted((switches[index - 1]?.at ?? one.at) - one.at) })
            )}
          </p>
        </li>
      ))}
    </ol>
  )
}

function Evidence({ of }: { readonly of: Switch }) {
  const texts = evidenceTexts(of)
  if (texts.length === 0) return null
  return (
    <ul class="evidence" aria-label={say('past.evidence')}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
