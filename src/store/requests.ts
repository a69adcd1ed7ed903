import type { Requests, TrailBatch } from '../ports/history.ts'
import type { Trail } from '../ports/trail.ts'
import type { Connection } from './connection.ts'
import { digestsOf, type AddSamples } from './samples.ts'
import { damaged } from './store-failure.ts'
import { trailsIn, trailsText } from './trails-text.ts'

/**
 * Trails are kept in the batches in which they are written: a row each, with
 * an index of ids that come by chance, cost three times as much. Who looks for
 * an id looks through the ids of a few hundred batches, the newest first.
 */
export function requestsIn(connection: Connection, sample: AddSamples): Requests {
  const { db, file, transact, use } = connection
  const limit = limitIn(connection)
  const add = db.prepare('INSERT INTO batches (ended_at, requests, ids, trails) VALUES (?, ?, ?, ?)')
  const serve = db.prepare(`
    INSERT INTO served (endpoint_id, at) VALUES (?, ?)
    ON CONFLICT (endpoint_id) DO UPDATE SET at = MAX(at, excluded.at)`)
  const lastServed = db.prepare('SELECT at FROM served WHERE endpoint_id = ?')
  const trailsOf = (row: Record<string, unknown>): readonly Trail[] => {
    const trails = trailsIn(String(row['trails']))
    if (trails === null) throw damaged(file, 'the trails of some requests are not as they were written')
    return trails
  }
  return {
    add: async (trails) => {
      if (trails.length === 0) return
      const endedAt = Math.max(...trails.map(endOf))
      transact(() => {
        add.run(endedAt, trails.length, idsOf(trails), trailsText(trails))
        sample(digestsOf(trails), endedAt)
        for (const [endpoint, at] of servedIn(trails)) serve.run(endpoint, at)
      })
      limit.added(trails.length)
    },
    find: findIn(connection, trailsOf),
    batches: batchesIn(connection, trailsOf),
    lastServed: async (endpointIds) =>
      use(() => {
        const found = endpointIds.map((id) => [id, lastServed.get(id)?.['at']] as const)
        return new Map(found.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])))
      }),
    prune: async (limits) => {
      limit.prune(limits)
    },
  }
}

/** Batches whose ids are looked through at once. */
const LOOKED_AT_ONCE = 4_096

function findIn(
  { db, use }: Connection,
  trailsOf: (row: Record<string, unknown>) => readonly Trail[],
): Requests['find'] {
  const newest = db.prepare('SELECT MAX(number) AS number FROM batches')
  const rows = db.prepare(`
    SELECT trails FROM batches WHERE number > ? AND number <= ? AND instr(ids, ?) > 0 ORDER BY number DESC`)
  const oldest = db.prepare('SELECT MIN(number) AS number FROM batches')
  return async (idStart, most, pause) => {
    const found: Trail[] = []
    const [first, last] = use(() => [oldest, newest].map((one) => Number(one.get()?.['number'])))
    for (let to = last ?? 0; to >= (first ?? 0) && found.length < most; to -= LOOKED_AT_ONCE) {
      if (to !== last) await pause?.()
      use(() => {
        for (const row of rows.iterate(to - LOOKED_AT_ONCE, to, ` ${idStart}`)) {
          const trails = trailsOf(row).filter(({ request }) => request.startsWith(idStart))
          found.push(...trails.reverse())
          if (found.length >= most) break
        }
      })
    }
    return found.slice(0, most)
  }
}

/** Reads them back, so many trails at once. */
function batchesIn(
  { db, use }: Connection,
  trailsOf: (row: Record<string, unknown>) => readonly Trail[],
): Requests['batches'] {
  const rows = db.prepare(
    'SELECT number, ended_at, requests, trails FROM batches WHERE number < ? ORDER BY number DESC',
  )
  return async (before, most) =>
    use(() => {
      const found: TrailBatch[] = []
      let left = most
      for (const row of rows.iterate(before ?? Number.MAX_SAFE_INTEGER)) {
        const { ended_at: endedAt, number, requests } = row
        if (found.length > 0 && left < Number(requests)) break
        left -= Number(requests)
        found.push({ number: Number(number), endedAt: Number(endedAt), trails: trailsOf(row) })
        if (left <= 0) break
      }
      return found
    })
}

/** Forgets the oldest batches. Counts along what is kept: adding it up reads every batch from the disk. */
function limitIn({ db, transact }: Connection) {
  const kept = db.prepare('SELECT SUM(requests) AS requests FROM batches')
  const oldest = db.prepare('SELECT number, ended_at, requests FROM batches ORDER BY number LIMIT ?')
  const forget = db.prepare('DELETE FROM batches WHERE number <= ?')
  // Nobody but the one proxy of a home writes here.
  let count: number | null = null
  return {
    added: (requests: number): void => {
      if (count !== null) count += requests
    },
    prune: ({ atOnce, most, since }: Parameters<Requests['prune']>[0]): void => {
      count = transact(() => {
        let left = count ?? Number(kept.get()?.['requests'])
        let last: number | null = null
        for (const { ended_at: endedAt, number, requests } of oldest.iterate(atOnce)) {
          const isTooMuch = left - Number(requests) >= most
          if (!isTooMuch && Number(endedAt) >= since) break
          left -= Number(requests)
          last = Number(number)
        }
        if (last !== null) forget.run(last)
        return left
      })
    },
  }
}

const idsOf = (trails: readonly Trail[]): string => trails.map(({ request }) => ` ${request}`).join('')

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
