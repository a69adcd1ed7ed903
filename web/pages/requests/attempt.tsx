import type { RequestAnswer } from '../../../src/admin/contract/requests.ts'
import { say } from '../../language.ts'
import { inTime } from '../../../src/views/lasted.ts'
import { newsText } from '../../text/news.ts'
import { dollars, whole } from '../../text/numbers.ts'
import { HeaderLines } from './header-lines.tsx'

type AttemptStep = Extract<RequestAnswer['steps'][number], { readonly kind: 'attempt' }>

/** What came of one send: its outcome, its times, what it used and cost, what it taught. */
export function Attempt({ step, trail }: { readonly step: AttemptStep; readonly trail: RequestAnswer }) {
  const { model, news, outcome, requestId, status, tookMs, why } = step
  const isFine = outcome === 'ok'
  const endedAt = trail.arrivedAt + step.afterMs + tookMs
  return (
    <div class="attempt">
      <p>
        <span class="state" data-tone={isFine ? 'good' : outcome === 'cancelled' ? 'quiet' : 'bad'}>
          {say(`outcome.${outcome as 'ok'}`)}
          {why !== '' && ` (${why})`}
        </span>
        {status !== null && <span class="quiet"> · {status}</span>}
      </p>
      <p class="quiet">{timesText(step)}</p>
      {model !== null && model !== trail.model && <p class="quiet">{say('explain.sent-model', { model })}</p>}
      <Receipt step={step} />
      {requestId !== null && <p class="quiet">{say('explain.request-id', { id: requestId })}</p>}
      {news.map((one, index) => (
        <p key={index} class="taught">
          {newsText(one, endedAt)}
        </p>
      ))}
      <LostHeaders headers={step.lostHeaders} />
    </div>
  )
}

function timesText({ contentMs, headMs, sentMs, tookMs }: AttemptStep): string {
  const times = [
    sentMs === null ? null : say('explain.connected', { time: inTime(sentMs) }),
    headMs === null ? null : say('explain.headers', { time: inTime(headMs) }),
    contentMs === null ? null : say('explain.content', { time: inTime(contentMs) }),
    contentMs === null || headMs === null ? null : say('explain.held', { time: inTime(contentMs - headMs) }),
    say('explain.end', { time: inTime(tookMs) }),
  ]
  return times.filter((part) => part !== null).join(' · ')
}

/** Tokens and cost; an answer that told none says so only where there was one. */
function Receipt({ step: { cost, receipt } }: { readonly step: AttemptStep }) {
  const { model, stopReason, usage } = receipt
  if (usage === null) return null
  const counts = [
    ['receipt.input', usage.input],
    ['receipt.cache-read', usage.cacheRead],
    ['receipt.cache-write-5m', usage.cacheWrite5m],
    ['receipt.cache-write-1h', usage.cacheWrite1h],
    ['receipt.output', usage.output],
    ['receipt.searches', usage.webSearches],
  ] as const
  const told = counts
    .filter(([, count]) => count > 0)
    .map(([key, count]) => say(key, { count: whole(count) }))
  return (
    <>
      <p>{say('receipt.used', { counts: told.join(', ') })}</p>
      <p>
        {cost.kind === 'known'
          ? say(cost.isLeast ? 'detail.cost-least' : 'detail.cost', {
              amount: dollars(cost.microDollars),
              day: cost.seenOn,
            })
          : say(`cost.${cost.why}`)}
      </p>
      {model !== null && <p class="quiet">{say('receipt.model', { model })}</p>}
      {stopReason !== null && <p class="quiet">{say('receipt.stop', { reason: stopReason })}</p>}
    </>
  )
}

/** The client had got others before: what it did not see. Name, value, name, value. */
function LostHeaders({ headers }: { readonly headers: readonly string[] }) {
  if (headers.length === 0) return null
  return (
    <details>
      <summary>{say('detail.lost-headers', { count: headers.length / 2 })}</summary>
      <HeaderLines lines={headers} />
    </details>
  )
}
