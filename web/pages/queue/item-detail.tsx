import { useState } from 'preact/hooks'
import type { QueueContentAnswer } from '../../../src/admin/contract/queue.ts'
import { mayWrite } from '../../api.ts'
import { say } from '../../language.ts'
import { Fact } from '../../parts/fact.tsx'
import { failureText, Read, useReading } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'
import { addressOf, place } from '../../router.ts'
import { now } from '../../state.ts'
import { dollars } from '../../text/numbers.ts'
import { sizeText } from '../../../src/views/size-text.ts'
import { clockTime, dayTime } from '../../text/times.ts'
import { ITEM_TONES, itemStateText, reasonText, waitText } from './item-text.ts'
import { readContent, readItem, sendNow, type Item } from './kept.ts'

const EVERY_MS = 5_000

/** One kept request: its tries, what they cost, and what was asked and answered. */
export function ItemDetail({ id, onSent }: { readonly id: string; readonly onSent: () => void }) {
  const item = useReading(() => readItem(id), id, { everyMs: EVERY_MS })
  const filter = { state: place.value.query.get('state') }
  return (
    <article class="card item-detail" aria-label={say('kept.one')}>
      <header class="row">
        <h2>
          {say('kept.one')} <code>{id}</code>
        </h2>
        <a class="push" href={addressOf('queue', null, filter)}>
          {say('dash.put-away')}
        </a>
      </header>
      <Read of={item}>
        {(found) => (
          <>
            <Facts item={found.item} />
            <Tries tries={found.item.tries} />
            {mayWrite.value && (
              <div class="row">
                {found.item.state === 'pending' && (
                  <button
                    type="button"
                    class="main-action"
                    onClick={() =>
                      void sendNow([found.item.id]).then(() => {
                        item.again()
                        onSent()
                      })
                    }
                  >
                    {say('kept.send')}
                  </button>
                )}
                <Content id={found.item.id} />
              </div>
            )}
          </>
        )}
      </Read>
    </article>
  )
}

function Facts({ item }: { readonly item: Item }) {
  const { answer, bytes, cost, method, model, parkedAt, path, profile } = item
  const { reason, renewedAt, session, state, stream, waitsFor } = item
  const asked = [`${method} ${path}`, model, stream ? say('explain.stream') : null, sizeText(bytes)]
  const again = renewedAt > parkedAt ? ` · ${say('kept.again', { time: clockTime(renewedAt) })}` : ''
  return (
    <dl class="facts">
      <Fact name={say('kept.state')}>
        <span class="state" data-tone={ITEM_TONES[state]}>
          {itemStateText(item)}
        </span>
      </Fact>
      {state === 'pending' && <Fact name={say('kept.waits')}>{waitText(waitsFor, now.value)}</Fact>}
      <Fact name={say('queue.title.parked')}>
        {dayTime(parkedAt)}
        {again}
      </Fact>
      <Fact name={say('kept.reason')}>{reasonText(reason)}</Fact>
      <Fact name={say('title.asked')}>{asked.filter((part) => part !== null).join(' · ')}</Fact>
      {session !== null && (
        <Fact name={say('title.session')}>
          <code>{session}</code>
        </Fact>
      )}
      <Fact name={say('title.scope')}>
        {profile === null ? say('queue.root') : say('queue.fenced', { profile })}
      </Fact>
      <Fact name={say('queue.title.cost')}>{costText(cost)}</Fact>
      <Answer answer={answer} />
    </dl>
  )
}

function costText(cost: Item['cost']): string {
  if (cost === null) return say('queue.no-cost')
  return cost.kind === 'known' ? dollars(cost.microDollars) : say(`cost.${cost.why}`)
}

function Answer({ answer }: Pick<Item, 'answer'>) {
  if (answer === null) return null
  const { givenAt, status } = answer
  return (
    <Fact name={say('queue.title.answer')}>
      {givenAt === null
        ? say('kept.answer-kept', { status })
        : say('kept.answer-given', { status, time: clockTime(givenAt) })}
    </Fact>
  )
}

function Tries({ tries }: Pick<Item, 'tries'>) {
  if (tries.length === 0) return null
  return (
    <ol class="tries">
      {tries.map(({ at, end, endpoint, request, status }) => (
        <li key={request}>
          <span class="quiet">{dayTime(at)}</span>{' '}
          <span class="state" data-tone={end === 'served' ? 'good' : 'bad'}>
            {say(`try.${end}`)}
          </span>{' '}
          {endpoint !== null && (
            <span class="quiet">{say('kept.try-by', { endpoint, status: status ?? '–' })}</span>
          )}{' '}
          <a href={addressOf('requests', request)}>{say('kept.trail')}</a>
        </li>
      ))}
    </ol>
  )
}

/** What was asked and answered, told only to whom may change things, and only when asked for. */
function Content({ id }: { readonly id: string }) {
  const [content, setContent] = useState<QueueContentAnswer | null>(null)
  const show = async () => {
    const answer = await readContent(id)
    if (answer.kind === 'ok') setContent(answer.value)
    else tell(failureText(answer), 'bad')
  }
  if (content === null) {
    return (
      <button type="button" onClick={() => void show()}>
        {say('kept.content')}
      </button>
    )
  }
  return (
    <div class="content">
      <h3>{say('kept.asked')}</h3>
      <pre tabIndex={0}>{content.request ?? say('kept.not-kept')}</pre>
      {content.answer !== null && (
        <>
          <h3>{say('kept.answered')}</h3>
          <pre tabIndex={0}>
            {[content.answer.text, ...content.answer.tools.map(({ input, name }) => `${name} ${input}`)].join(
              '\n',
            )}
          </pre>
        </>
      )}
    </div>
  )
}
