import type { Check } from '../core/health/check.ts'
import type { Digest } from '../core/health/digest.ts'
import type { HealthEvent, HealthEvents } from '../ports/history.ts'
import type { Connection } from './connection.ts'
import type { AddSamples } from './samples.ts'
import { damaged } from './store-failure.ts'

/** What is found by a check counts among the samples too. */
export function healthEventsIn({ db, file, transact, use }: Connection, sample: AddSamples): HealthEvents {
  const add = db.prepare('INSERT INTO health_events (at, endpoint, event) VALUES (?, ?, ?)')
  const newest = db.prepare('SELECT event FROM health_events ORDER BY number DESC LIMIT ?')
  const newestOf = db.prepare(
    'SELECT event FROM health_events WHERE endpoint = ? ORDER BY number DESC LIMIT ?',
  )
  const forget = db.prepare(`
    DELETE FROM health_events
    WHERE at < ? OR number <= (SELECT number FROM health_events ORDER BY number DESC LIMIT 1 OFFSET ?)`)
  return {
    add: async (events) => {
      if (events.length === 0) return
      transact(() => {
        for (const event of events) {
          add.run(event.at, event.endpointId, JSON.stringify(event))
          if (event.kind === 'check' && event.check.kind !== 'free') {
            sample([digestOf(event.endpointId, event.check)], event.at)
          }
        }
      })
    },
    newest: async (endpointId, most) =>
      use(() => {
        try {
          const rows = endpointId === null ? newest.all(most) : newestOf.all(endpointId, most)
          return rows.map((row) => JSON.parse(String(row['event'])) as HealthEvent)
        } catch (error) {
          if (error instanceof SyntaxError)
            throw damaged(file, 'what happened to an endpoint is not as it was written')
          throw error
        }
      }),
    prune: async ({ most, since }) => {
      use(() => forget.run(since, most))
    },
  }
}

function digestOf(endpoint: string, check: Check): Digest {
  const { at: since, firstContentMs, tokens, totalMs, verdict } = check
  const isGood = verdict === 'ok' || verdict === 'slow' || verdict === 'model-mismatch'
  const isTimed = isGood && firstContentMs !== null && totalMs !== null
  return {
    ...{
      endpoint,
      source: 'probes',
      since,
      goods: isGood ? 1 : 0,
      all: verdict === 'refused-by-relay' ? 0 : 1,
    },
    times: firstContentMs === null ? [] : [[firstContentMs, 1]],
    tokens: isTimed ? tokens.out : 0,
    tokensMs: isTimed ? totalMs - firstContentMs : 0,
  }
}
