import type { Requests } from '../ports/history.ts'
import type { Trail } from '../ports/trail.ts'
import type { Connection } from './connection.ts'
import { damaged } from './store-failure.ts'

/**
 * Ids are random, and an index of them would be written all over at each
 * batch: that cost more than the trails themselves. A look through tens of
 * thousands of rows, the newest first, takes some ten milliseconds, and only
 * `explain` asks.
 */
export function requestsIn({ db, file, transact, use }: Connection): Requests {
  const add = db.prepare('INSERT INTO requests (id, ended_at, trail) VALUES (?, ?, ?)')
  const find = db.prepare('SELECT trail FROM requests WHERE id >= ? AND id < ? ORDER BY number DESC LIMIT ?')
  const serve = db.prepare(`
    INSERT INTO served (endpoint_id, at) VALUES (?, ?)
    ON CONFLICT (endpoint_id) DO UPDATE SET at = MAX(at, excluded.at)`)
  const lastServed = db.prepare('SELECT at FROM served WHERE endpoint_id = ?')
  const oldest = db.prepare('SELECT number, ended_at FROM requests ORDER BY number LIMIT 1')
  const newest = db.prepare('SELECT MAX(number) AS number FROM requests')
  const ended = db.prepare(`
    SELECT MAX(number) AS number FROM (SELECT number, ended_at FROM requests ORDER BY number LIMIT ?)
    WHERE ended_at < ?`)
  const forget = db.prepare('DELETE FROM requests WHERE number <= ?')

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
        for (const trail of trails) add.run(trail.request, endOf(trail), JSON.stringify(trail))
        for (const [endpoint, at] of servedIn(trails)) serve.run(endpoint, at)
      })
    },
    find: async (idStart, most) => use(() => find.all(idStart, after(idStart), most).map(trailOf)),
    lastServed: async (endpointIds) =>
      use(() => {
        const found = endpointIds.map((id) => [id, lastServed.get(id)?.['at']] as const)
        return new Map(found.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])))
      }),
    prune: async ({ atOnce, most, since }) => {
      transact(() => {
        const first = oldest.get()
        if (first === undefined) return
        const start = Number(first['number'])
        const isOld = Number(first['ended_at']) < since
        const tooOld = isOld ? Number(ended.get(atOnce, since)?.['number']) : 0
        const tooMany = Math.min(Number(newest.get()?.['number']) - most, start + atOnce - 1)
        const last = Math.max(tooOld, tooMany)
        if (last >= start) forget.run(last)
      })
    },
  }
}

/** The first text behind all that begin so. */
const after = (start: string): string => `${start}\u{10FFFF}`

const endOf = ({ arrivedAt, tookMs }: Trail): number => arrivedAt + tookMs

/** When each endpoint served the last of them, by its id. */
function servedIn(trails: readonly Trail[]): ReadonlyMap<string, number> {
  const served = new Map<string, number>()
  for (const trail of trails) {
    const last =
      trail.ending === 'served' ? trail.steps.findLast((step) => step.kind === 'attempt') : undefined
    if (last !== undefined)
      served.set(last.endpointId, Math.max(served.get(last.endpointId) ?? 0, endOf(trail)))
  }
  return served
}
