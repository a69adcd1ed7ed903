import { mergedAll, rolledUp, type Digest } from '../core/health/digest.ts'
import type { Samples, SamplesPart, SamplesWanted } from '../ports/history.ts'
import type { AttemptStep, Trail } from '../ports/trail.ts'
import type { Connection } from './connection.ts'
import { damaged } from './store-failure.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** How long they are kept as they came, by the hour, and by the day. */
const KEPT_MS = { raw: 7 * DAY_MS, hour: 30 * DAY_MS, day: 365 * DAY_MS }
/** Raw batches; whoever makes more within a week has the oldest by the hour before its time. */
const MOST_RAW = 200_000

/** Raw batches of a part. */
const AT_ONCE = 512

/** Adds what trails and checks showed; within the transaction of whoever calls it. */
export type AddSamples = (digests: readonly Digest[], endedAt: number) => void

export function samplesIn(connection: Connection): Samples & { readonly add: AddSamples } {
  const { db, file, transact, use } = connection
  const insert = db.prepare('INSERT INTO samples (ended_at, digests) VALUES (?, ?)')
  const raw = db.prepare('SELECT digests FROM samples WHERE ended_at >= ? ORDER BY number')
  const rolled = db.prepare('SELECT digest FROM digests WHERE since >= ? ORDER BY since')
  const ripe = ripeIn(db)
  const forgetRaw = db.prepare('DELETE FROM samples WHERE number = ?')
  const old = db.prepare('SELECT digest FROM digests WHERE length_ms = ? AND since < ?')
  const forget = db.prepare('DELETE FROM digests WHERE length_ms = ? AND since < ?')
  const at = db.prepare(
    'SELECT digest FROM digests WHERE length_ms = ? AND since = ? AND endpoint = ? AND source = ?',
  )
  const put = db.prepare(`
    INSERT INTO digests (length_ms, since, endpoint, source, digest) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (length_ms, since, endpoint, source) DO UPDATE SET digest = excluded.digest`)

  const read = readIn(file)
  const addTo = (lengthMs: number, digests: readonly Digest[]): void => {
    for (const digest of digests) {
      const { endpoint, since, source } = rolledUp(digest, lengthMs)
      const before = at.get(lengthMs, since, endpoint, source)
      const all = before === undefined ? [digest] : [read(before['digest']) as Digest, digest]
      for (const one of mergedAll(all)) {
        put.run(lengthMs, since, endpoint, source, JSON.stringify(rolledUp(one, lengthMs)))
      }
    }
  }
  return {
    add: (digests, endedAt) => {
      if (digests.length > 0) insert.run(endedAt, JSON.stringify(digests))
    },
    since: async (instant) =>
      use(() => [
        ...rolled.all(instant).map((row) => read(row['digest']) as Digest),
        ...raw.all(instant).flatMap((row) => read(row['digests']) as readonly Digest[]),
      ]),
    part: partIn(connection),
    rollUp: async (now, atOnce) => {
      transact(() => {
        for (const { digests, number } of ripe(now, atOnce)) {
          addTo(HOUR_MS, read(digests) as readonly Digest[])
          forgetRaw.run(Number(number))
        }
        // Whole days only, so that none is begun twice.
        const daysBefore = Math.floor((now - KEPT_MS.hour) / DAY_MS) * DAY_MS
        addTo(
          DAY_MS,
          old.all(HOUR_MS, daysBefore).map((row) => read(row['digest']) as Digest),
        )
        forget.run(HOUR_MS, daysBefore)
        forget.run(DAY_MS, now - KEPT_MS.day)
      })
    },
  }
}

const readIn =
  (file: string) =>
  (text: unknown): unknown => {
    try {
      return JSON.parse(String(text))
    } catch {
      throw damaged(file, 'a sample is not as it was written')
    }
  }

/** What was rolled up comes first, then raw batches, the newest first. Only rows that name an endpoint are parsed. */
function partIn({ db, file, use }: Connection) {
  const read = readIn(file)
  const rolled = db.prepare('SELECT digest FROM digests WHERE since >= ? AND endpoint = ?')
  const raw = db.prepare(
    'SELECT number, ended_at, digests FROM samples WHERE number < ? ORDER BY number DESC LIMIT ?',
  )
  const rolledUpOf = ({ endpoints, since }: SamplesWanted): SamplesPart => ({
    digests: endpoints.flatMap((endpoint) =>
      rolled.all(since, endpoint).map(({ digest }) => read(digest) as Digest),
    ),
    next: Number.MAX_SAFE_INTEGER,
  })
  return async (wanted: SamplesWanted, next: number | null): Promise<SamplesPart> =>
    use(() => {
      if (next === null) return rolledUpOf(wanted)
      const { endpoints, since } = wanted
      const rows = raw.all(next, AT_ONCE)
      const recent = rows.filter((row) => Number(row['ended_at']) >= since)
      const ids = endpoints.map((endpoint) => JSON.stringify(endpoint))
      const named = recent.filter(({ digests }) => ids.some((id) => String(digests).includes(id)))
      const digests = named.flatMap((row) => read(row['digests']) as readonly Digest[])
      return {
        digests: digests.filter(({ endpoint }) => endpoints.includes(endpoint)),
        // Where clocks are set, a few may have been written after younger ones.
        next: recent.length === 0 ? null : Number(rows.at(-1)?.['number']),
      }
    })
}

/** Finds the oldest rows, as far as they are old enough or too many. */
function ripeIn(db: Connection['db']) {
  const newest = db.prepare('SELECT MAX(number) AS number FROM samples')
  const oldest = db.prepare('SELECT number, ended_at, digests FROM samples ORDER BY number LIMIT ?')
  return (now: number, atOnce: number): readonly Record<string, unknown>[] => {
    const tooMany = Number(newest.get()?.['number']) - MOST_RAW
    const found: Record<string, unknown>[] = []
    for (const row of oldest.iterate(atOnce)) {
      if (Number(row['ended_at']) >= now - KEPT_MS.raw && Number(row['number']) > tooMany) break
      found.push(row)
    }
    return found
  }
}

/** What each endpoint that was asked showed by these messages. */
export function digestsOf(trails: readonly Trail[]): readonly Digest[] {
  const digests: Digest[] = []
  for (const trail of trails) {
    if (trail.kind !== 'message') continue
    for (const step of trail.steps) {
      if (step.kind === 'attempt' && !NOT_ITS_DOING.has(step.outcome)) digests.push(digestOf(trail, step))
    }
  }
  return mergedAll(digests)
}

/** What says nothing of an endpoint. */
const NOT_ITS_DOING: ReadonlySet<AttemptStep['outcome']> = new Set(['rejected', 'cancelled', 'model-missing'])

function digestOf({ arrivedAt }: Trail, step: AttemptStep): Digest {
  const { afterMs, contentMs, endpointId: endpoint, outcome, receipt, tookMs } = step
  const isGood = outcome === 'ok'
  const output = isGood && contentMs !== null ? receipt.usage?.output : undefined
  return {
    endpoint,
    source: 'traffic',
    since: arrivedAt + afterMs,
    goods: isGood ? 1 : 0,
    all: 1,
    times: contentMs === null ? [] : [[contentMs, 1]],
    tokens: output ?? 0,
    tokensMs: output === undefined ? 0 : tookMs - (contentMs ?? 0),
  }
}
