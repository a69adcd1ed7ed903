import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import { say } from '../../language.ts'
import { Ago } from '../../parts/time.tsx'
import { inTime } from '../../../src/views/lasted.ts'
import { newsText } from '../../text/news.ts'
import { whole } from '../../text/numbers.ts'

type Event = EndpointAnswer['events'][number]

const SHOWN = 30

/** What was found out about it, newest first: checks and changes of state. */
export function Events({ events }: { readonly events: readonly Event[] }) {
  return (
    <section class="card">
      <h2>{say('endpoint.events')}</h2>
      {events.length === 0 ? (
        <p class="quiet">{say('endpoint.no-events')}</p>
      ) : (
        <ol class="events">
          {events.slice(0, SHOWN).map((event, index) => (
            <li key={index}>
              <span class="quiet">
                <Ago at={event.at} />
              </span>
              <span class="state" data-tone={toneOf(event)}>
                {textOf(event)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function toneOf(event: Event): string {
  if (event.kind === 'check') return event.check.verdict === 'ok' ? 'good' : 'warn'
  return event.news.kind === 'circuit-closed' || event.news.kind === 'bench-lifted' ? 'good' : 'bad'
}

function textOf(event: Event): string {
  if (event.kind === 'news') return newsText(event.news, event.at)
  const { firstContentMs, kind, quality, tokens, verdict } = event.check
  const parts = [
    `${say(`check-kind.${kind}`)}: ${kind === 'free' && verdict === 'ok' ? say('probe.there') : say(`verdict.${verdict}`)}`,
    firstContentMs === null ? null : inTime(firstContentMs),
    quality === null ? null : say('health.quality', { number: whole(quality) }),
    tokens.in + tokens.out === 0 ? null : say('health.tokens', { count: whole(tokens.in + tokens.out) }),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
