import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { NOW } from './queue-items.ts'
import { queueRig } from './queues.ts'

const SCRIPT = fileURLToPath(new URL('queue-child.ts', import.meta.url))
/** Of a few things that are done at once; so a busy machine is killed as far on as an idle one. */
const MOST_LINES = 50
/** From one line to about the next. */
const LINE_MS = 10

/** A line that a process at a queue said. */
export type QueueSaid =
  | { readonly kind: 'freed'; readonly count: number }
  /** Acknowledged. */
  | { readonly kind: 'parked'; readonly id: string }
  | { readonly kind: 'sent'; readonly id: string }
  /** Recorded, with its answer. */
  | { readonly kind: 'served'; readonly id: string }
  | { readonly kind: 'corrupt'; readonly id: string }

/** What all of them said together. */
interface Told {
  readonly parked: Set<string>
  readonly served: Set<string>
  sent: number
  freed: number
}

/**
 * Lets a process park, take and settle as fast as it can and kills it,
 * `rounds` times at the same queue, and looks after each time at what it left,
 * before anybody else could mend it.
 */
export async function queueCrashLoop(home: string, rounds: number, roll: () => number): Promise<Told> {
  const told: Told = { parked: new Set(), served: new Set(), sent: 0, freed: 0 }
  let startMs = 0
  for (let round = 0; round < rounds; round++) {
    const child = startAtQueue(home, `proxy${String(round)}`, Math.floor(roll() * 1e9))
    const startedAt = performance.now()
    // Every fifth kill meets the start, in which the database is made, or mended after the kill before.
    if (round % 5 === 1) await pause(roll() * startMs)
    else {
      await child.said(1)
      startMs = performance.now() - startedAt
      await child.said(roll() * MOST_LINES)
      await pause(roll() * LINE_MS)
    }
    child.kill()
    for (const one of await child.ended) take(told, one)
    if (told.parked.size > 0) expectSound(join(home, 'queue.db'), told)
  }
  await expectAllThere(home, told)
  return told
}

function take(told: Told, said: QueueSaid): void {
  switch (said.kind) {
    case 'freed':
      told.freed += said.count
      break
    case 'parked':
      told.parked.add(said.id)
      break
    case 'sent':
      expect([said.id, told.served.has(said.id)]).toEqual([said.id, false])
      told.sent += 1
      break
    case 'served':
      told.served.add(said.id)
      break
    case 'corrupt':
      expect(said).toBeNull()
  }
}

function expectSound(file: string, { parked, served }: Told): void {
  // Opened for reading, so that the log stays as the kill left it.
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    expect(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok'])
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    const stateOf = new Map(
      db
        .prepare('SELECT id, state FROM items')
        .all()
        .map(({ id, state }) => [id, state]),
    )
    expect([...parked].filter((id) => !stateOf.has(id))).toEqual([])
    expect([...served].filter((id) => stateOf.get(id) !== 'succeeded')).toEqual([])
  } finally {
    db.close()
  }
}

/** What waits has its request, whole, and what was served its answer. */
async function expectAllThere(home: string, { parked, served }: Told): Promise<void> {
  const { queue } = queueRig({ home })
  await queue.freeOthers('the last one')
  for (const { id } of await queue.open()) {
    const lease = { owner: 'the last one', until: NOW }
    const taken = await queue.take(id, lease, 0)
    const text = taken.kind === 'taken' ? Buffer.concat(taken.request.chunks).toString() : taken.kind
    expect(text.replaceAll(`${id} `, '')).toBe('')
  }
  for (const id of served) {
    const text = Buffer.from((await queue.answer(id))?.body ?? 'nothing').toString()
    expect(text.replaceAll(`${id} `, '')).toBe('')
  }
  expect(parked.size).toBeGreaterThan(0)
}

interface QueueProcess {
  readonly kill: () => void
  /** Resolves when it has said so many lines, or has ended. */
  readonly said: (lines: number) => Promise<void>
  /** All that it said, once it has ended. */
  readonly ended: Promise<readonly QueueSaid[]>
}

function startAtQueue(home: string, owner: string, seed: number): QueueProcess {
  const child = spawn(process.execPath, [SCRIPT, home, owner, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(home, '..', 'compiled') },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  let listener = (): void => undefined
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
    listener()
  })
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve()
    })
  })
  const said = (lines: number): Promise<void> =>
    new Promise((resolve) => {
      listener = () => {
        if (text.split('\n').length > lines) resolve()
      }
      listener()
      void closed.then(resolve)
    })
  return {
    said,
    kill: () => void child.kill('SIGKILL'),
    ended: closed.then(() =>
      text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as QueueSaid])),
    ),
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
