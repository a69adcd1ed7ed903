import type { Requests } from '../ports/history.ts'
import type { Trail } from '../ports/trail.ts'
import type { Connection } from './connection.ts'
import { damaged } from './store-failure.ts'

export function requestsIn({ db, file, transact, use }: Connection): Requests {
  const add = db.prepare(
    'INSERT OR IGNORE INTO requests (id, ended_at, endpoint_id, trail) VALUES (?, ?, ?, ?)',
  )
  const find = db.prepare('SELECT trail FROM requests WHERE id >= ? AND id < ? ORDER BY number DESC LIMIT ?')
  const newest = db.prepare('SELECT trail FROM requests ORDER BY number DESC LIMIT ?')
  const lastServed = db.prepare('SELECT MAX(ended_at) AS at FROM requests WHERE endpoint_id = ?')
  const prune = db.prepare(`
    DELETE FROM requests
    WHERE number IN (SELECT number FROM requests ORDER BY number LIMIT ?)
      AND (ended_at < ? OR number <= (SELECT MAX(number) FROM requests) - ?)`)

  const trailOf = (row: Record<string, unknown>): Trail => {
    try {
      return JSON.parse(String(row['trail'])) as Trail
    } catch {
      throw damaged(file, 'the trail of a request is not as it was written')
    }
  }
  return {
    add: async (trails) => {
      transact(() => {
        for (const trail of trails) {
          add.run(trail.request, trail.arrivedAt + trail.tookMs, answeredBy(trail), JSON.stringify(trail))
        }
      })
    },
    find: async (idStart, most) =>
      use(() => {
        const rows = idStart === '' ? newest.all(most) : find.all(idStart, after(idStart), most)
        return rows.map(trailOf)
      }),
    lastServed: async (endpointIds) =>
      use(() => {
        const found = endpointIds.map((id) => [id, lastServed.get(id)?.['at']] as const)
        return new Map(found.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])))
      }),
    prune: async ({ atOnce, most, since }) => {
      use(() => prune.run(atOnce, since, most))
    },
  }
}

/** The first text behind all that begin so. */
const after = (start: string): string => `${start}\u{10FFFF}`

function answeredBy({ ending, steps }: Trail): string | null {
  if (ending !== 'served') return null
  const last = steps.findLast((step) => step.kind === 'attempt')
  return last?.endpointId ?? null
}
