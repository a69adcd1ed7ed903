import { useEffect, useState } from 'preact/hooks'
import { mayWrite } from '../api.ts'
import { say } from '../language.ts'
import { onEvent } from '../live.ts'
import { Read, useReading } from '../parts/reading.tsx'
import { addressOf, navigate, place } from '../router.ts'
import { ClearQuestion } from './queue/clear.tsx'
import { ItemDetail } from './queue/item-detail.tsx'
import { Items } from './queue/items.tsx'
import { readQueue, sendNow, STATES } from './queue/kept.ts'
import { QueueFigures } from './queue/queue-figures.tsx'
import '../styles/queue.css'

/** What of an event changes the queue. */
const ABOUT_QUEUE: ReadonlySet<string> = new Set(['parked', 'retry', 'answered-from-queue', 'queue-fault'])
const EVERY_MS = 5_000

/** Requests that nobody could serve: what they wait for, and sending them again. */
export function Queue() {
  const { about, query } = place.value
  const state = STATES.find((one) => one === query.get('state')) ?? null
  const queue = useReading(() => readQueue(state), 'queue', { everyMs: EVERY_MS, view: state ?? '' })
  const { again } = queue
  const [isClearing, setClearing] = useState(false)
  useEffect(
    () =>
      onEvent(({ event }) => {
        if (ABOUT_QUEUE.has(event)) again()
      }),
    [again],
  )
  return (
    <>
      <h1 tabIndex={-1}>{say('page.queue')}</h1>
      <QueueFigures status={queue.value?.status ?? null} />
      {about !== null && <ItemDetail key={about} id={about} onSent={again} />}
      <section class="card stack" aria-label={say('kept.title')}>
        <div class="row">
          <StateChoice state={state} />
          <span class="push row">
            {mayWrite.value && (
              <>
                <button
                  type="button"
                  disabled={(queue.value?.status.counts.pending ?? 0) === 0}
                  onClick={() => void sendNow(null).then(again)}
                >
                  {say('kept.send-all')}
                </button>
                <button
                  type="button"
                  disabled={queue.value === null}
                  onClick={() => {
                    setClearing(true)
                  }}
                >
                  {say('kept.clear')}
                </button>
              </>
            )}
          </span>
        </div>
        <Read of={queue}>
          {({ items }) => <Items items={items} open={about} isFiltered={state !== null} onSent={again} />}
        </Read>
      </section>
      {isClearing && queue.value !== null && (
        <ClearQuestion
          counts={queue.value.status.counts}
          onClose={() => {
            setClearing(false)
            again()
          }}
        />
      )}
    </>
  )
}

function StateChoice({ state }: { readonly state: string | null }) {
  return (
    <label class="row">
      <span class="quiet">{say('kept.state')}</span>
      <select
        value={state ?? ''}
        onChange={({ currentTarget }) => {
          navigate(addressOf('queue', null, { state: currentTarget.value }), { replace: true })
        }}
      >
        <option value="">{say('kept.all')}</option>
        {STATES.map((one) => (
          <option key={one} value={one}>
            {say(`item.${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
