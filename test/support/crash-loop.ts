import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { startAtStore } from './store-process.ts'

/** Longer than many commits take. */
const COMMITTING_MS = 60

/**
 * Lets a process commit as fast as it can and kills it, `rounds` times at the
 * same database, and looks after each time at what it left, before anybody
 * else could mend it. Resolves to the number of acknowledged versions.
 */
export async function crashLoop(file: string, rounds: number, roll: () => number): Promise<number> {
  const cache = join(dirname(file), '..', 'compiled')
  await startAtStore(join(cache, 'qcc.db'), ['commit', '1'], { cache }).ended
  let acknowledged = 0
  let startMs = 0
  for (let round = 0; round < rounds; round++) {
    const child = startAtStore(file, ['commit-forever'], { cache })
    const startedAt = performance.now()
    // Every third kill meets the start, in which the database is made, or mended after the kill before.
    if (round % 3 === 1) await pause(roll() * startMs)
    else {
      await child.began
      startMs = performance.now() - startedAt
      await pause(roll() * COMMITTING_MS)
    }
    child.kill()
    for (const said of await child.ended) {
      expect(said.kind).toBe('committed')
      if (said.kind === 'committed') acknowledged = said.number
    }
    if (acknowledged > 0) expectSound(file, acknowledged)
  }
  return acknowledged
}

function expectSound(file: string, acknowledged: number): void {
  // Opened for reading, so that the log stays as the kill left it.
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const first = (statement: string): unknown => Object.values(db.prepare(statement).get() ?? {})[0]
    expect(first('PRAGMA integrity_check')).toBe('ok')
    expect(first('SELECT max(number) FROM versions')).toBeGreaterThanOrEqual(acknowledged)
    expect(first('SELECT count(*) - (max(number) - min(number) + 1) FROM versions')).toBe(0)
    const content = first(`SELECT content FROM versions WHERE number = ${String(acknowledged)}`)
    expect(JSON.parse(String(content))).toMatchObject({ base: acknowledged - 1 })
  } finally {
    db.close()
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
