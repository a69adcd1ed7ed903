import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { QueueStore } from '../../src/ports/queue.ts'
import { NOW, tried } from '../support/queue-items.ts'
import { answer, CAPS, draftOf, LEASE, queueRig, request } from '../support/queues.ts'
import { fill, smallDisk } from '../support/small-disk.ts'

/** A body that no compression makes smaller. */
const heavy = (id: string, bytes: number) =>
  draftOf(id, { request: request(id, { chunks: [randomBytes(bytes)] }) })

/** Changes a queue behind its back. */
function tamper(file: string, statement: string): void {
  const db = new DatabaseSync(file)
  db.exec(statement)
  db.close()
}

/** Takes one and keeps an answer for it. */
async function answerOne(queue: QueueStore, id: string, text?: string): Promise<void> {
  await queue.take(id, LEASE, NOW)
  await queue.settle(id, 'one', { kind: 'succeeded', answer: answer(text), reason: 'answered' }, tried(), NOW)
}

test('no file in the home holds a word of a prompt, of an answer or of a header, however it is written', async () => {
  const { home, queue } = queueRig()
  const [prompt, header, query, said] = ['prompt', 'header', 'query', 'answer'].map(
    (what) => `made-up-${what}-that-nobody-may-find`,
  )
  const given = request('r1', {
    chunks: [Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: prompt }] }))],
    headers: ['x-own', String(header)],
    path: `/v1/messages?key=${String(query)}`,
  })
  await queue.park(draftOf('r1', { request: given }), CAPS)
  await queue.park(draftOf('r2', { request: { ...given, id: 'r2' } }), CAPS)
  await answerOne(queue, 'r2', said)
  const names = readdirSync(home)
  expect(names).toEqual(expect.arrayContaining(['queue.db', 'queue.db-wal', 'queue.db-shm', 'qcc.db', 'key']))
  const words = [prompt, header, query, said].map(String)
  const forms = words.flatMap((word) => [word, ...base64Of(word), Buffer.from(word).toString('hex')])
  for (const name of names) {
    const bytes = readFileSync(join(home, name))
    for (const form of forms) expect([name, form, bytes.includes(form)]).toEqual([name, form, false])
  }
  expect((await queue.request('r1'))?.path).toBe(given.path)
})

/** Whatever stands before it, base64 writes the middle of a text in one of three ways. */
const base64Of = (text: string): readonly string[] =>
  [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + text)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(4, -4),
  )

test.runIf(process.platform !== 'win32')('it is for its owner only, the log beside it too', async () => {
  const { file, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  const modes = [file, `${file}-wal`, `${file}-shm`].map((name) => (statSync(name).mode & 0o777).toString(8))
  expect(modes).toEqual(['600', '600', '600'])
  chmodSync(file, 0o644)
  queue.close()
  await queue.open()
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
})

test('what is cleared gives the disk its space back, at once, and what is being sent stays', async () => {
  const { another, file, queue } = queueRig()
  for (let index = 0; index < 250; index++) await queue.park(heavy(`r${String(index)}`, 40_000), CAPS)
  await queue.take('r7', LEASE, NOW)
  const sizeOf = (): number => [file, `${file}-wal`].reduce((sum, name) => sum + statSync(name).size, 0)
  const before = sizeOf()
  const cleared = await another().clear({}, NOW)
  const after = sizeOf()
  console.log({ before, after })
  expect(cleared).toEqual({ items: 249, leased: 1, fileBytesBefore: before, fileBytesAfter: after })
  expect(before).toBeGreaterThan(249 * 40_000)
  // What is left of it, and some pages of tables.
  expect(after).toBeLessThan(40_000 + 60_000)
  expect(queue.fileBytes()).toBe(after)
  expect(await queue.open()).toMatchObject([{ id: 'r7', state: 'retrying' }])
  expect((await queue.park(draftOf('r8'), CAPS)).kind).toBe('parked')
})

test.each([
  ['of some states', { states: ['failed', 'succeeded'] }, ['r2']],
  ['parked before a time', { before: NOW + 2 }, ['r1', 'r2']],
  ['of a state and before a time', { states: ['pending'], before: NOW + 2 }, ['r1']],
  ['of no state', { states: [] }, []],
] as const)('items %s are cleared, and no others', async (_what, which, gone) => {
  const { queue } = queueRig()
  for (const [index, id] of ['r1', 'r2', 'r3'].entries())
    await queue.park(draftOf(id, { at: NOW + index }), CAPS)
  await answerOne(queue, 'r2')
  const cleared = await queue.clear(which, NOW)
  const left = (await queue.list({ most: 9 })).map(({ id }) => id).toSorted()
  expect([left, cleared.items]).toEqual([
    ['r1', 'r2', 'r3'].filter((id) => !gone.includes(id as never)),
    gone.length,
  ])
})

test('one whose holder died is cleared like the others', async () => {
  const { queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  await queue.take('r1', LEASE, NOW)
  expect(await queue.clear({}, LEASE.until - 1)).toMatchObject({ items: 0, leased: 1 })
  expect(await queue.clear({}, LEASE.until)).toMatchObject({ items: 1, leased: 0 })
})

test('the file shrinks by and by when items are forgotten', async () => {
  const { file, queue } = queueRig()
  for (let index = 0; index < 100; index++) await queue.park(heavy(`r${String(index)}`, 60_000), CAPS)
  await queue.prune(NOW + 1_000, 1_000)
  for (let index = 0; index < 4; index++) await queue.prune(NOW + 1_000, 1_000)
  queue.close()
  expect(statSync(file).size).toBeLessThan(200_000)
})

test.each([
  [
    'a byte of it changed',
    `UPDATE sealed_parts SET sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB) WHERE item = 'r1'`,
  ],
  ['it is cut off', `UPDATE sealed_parts SET sealed = substr(sealed, 1, 20) WHERE item = 'r1'`],
  ['it is gone', `DELETE FROM sealed_parts WHERE item = 'r1'`],
  [
    "it is another item's",
    `UPDATE sealed_parts SET sealed = (SELECT sealed FROM sealed_parts WHERE item = 'r2') WHERE item = 'r1'`,
  ],
])('a request of which %s is set aside, and the others go on', async (_what, statement) => {
  const { damages, file, queue } = queueRig()
  for (const id of ['r1', 'r2']) await queue.park(draftOf(id), CAPS)
  tamper(file, statement)
  expect(await queue.request('r1')).toBeNull()
  expect(await queue.take('r1', LEASE, NOW)).toMatchObject({
    kind: 'corrupt',
    item: { id: 'r1', state: 'failed', finalReason: 'corrupt', finishedAt: NOW },
  })
  expect((await queue.take('r1', LEASE, NOW)).kind).toBe('not-pending')
  expect(await queue.take('r2', LEASE, NOW)).toMatchObject({ kind: 'taken', request: { id: 'r2' } })
  // Parking it again makes it whole.
  await queue.park(draftOf('r1'), CAPS)
  expect((await queue.take('r1', LEASE, NOW)).kind).toBe('taken')
  expect(damages).toEqual([])
})

test('an answer that cannot be read is given to nobody', async () => {
  const { file, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  await answerOne(queue, 'r1')
  tamper(file, `UPDATE sealed_parts SET sealed = zeroblob(200) WHERE part = 'answer'`)
  expect([await queue.answer('r1'), await queue.give('r1', NOW)]).toEqual([null, null])
  expect(await queue.list({ most: 1 })).toMatchObject([
    { state: 'failed', finalReason: 'corrupt', answer: null },
  ])
})

test('tries that cannot be read are none, and nothing else suffers', async () => {
  const { file, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  tamper(file, `UPDATE items SET tries = '[{'`)
  expect(await queue.open()).toMatchObject([{ id: 'r1', tries: [] }])
  await answerOne(queue, 'r1')
  expect(await queue.list({ most: 1 })).toMatchObject([{ state: 'succeeded', tries: [tried()] }])
})

test('without the key file nothing is opened, and with it everything again', async () => {
  const { home, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  renameSync(join(home, 'key'), join(home, 'away'))
  const next = queueRig({ home })
  expect(await next.queue.request('r1')).toBeNull()
  renameSync(join(home, 'away'), join(home, 'key'))
  expect((await next.queue.take('r1', LEASE, NOW)).kind).toBe('taken')
})

const DAMAGES: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['is no database', () => Buffer.from('not a database at all, '.repeat(400))],
  [
    'has lost its pages',
    (bytes) => Buffer.concat([bytes.subarray(0, 4_096), randomBytes(bytes.length - 4_096)]),
  ],
]

test.each(DAMAGES)(
  'a file that %s is set aside and told, and what is parked then is kept',
  async (_what, damage) => {
    const { another, damages, file, queue } = queueRig()
    for (const id of ['r1', 'r2']) await queue.park(heavy(id, 20_000), CAPS)
    queue.close()
    const bytes = damage(readFileSync(file))
    writeFileSync(file, bytes)
    await expect(another().open()).rejects.toMatchObject({
      code: 'store-corrupt',
      text: 'error.queue-damaged',
      details: { file },
    })
    expect(existsSync(`${file}.damaged`)).toBe(false)
    const stored = await Promise.all(['r3', 'r4', 'r5'].map((id) => queue.park(draftOf(id), CAPS)))
    expect(stored.map(({ kind }) => kind)).toEqual(['parked', 'parked', 'parked'])
    expect((await queue.open()).map(({ id }) => id)).toEqual(['r3', 'r4', 'r5'])
    expect(damages).toEqual([expect.stringContaining(file)])
    expect(readFileSync(`${file}.damaged`).equals(bytes)).toBe(true)
  },
)

test('a damaged file that is only looked at is empty from then on', async () => {
  const { damages, file, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  queue.close()
  writeFileSync(file, 'not a database at all, '.repeat(400))
  expect(await queue.open()).toEqual([])
  expect([existsSync(file), damages.length]).toEqual([false, 1])
})

test('a queue of a newer program is refused and left alone', async () => {
  const { damages, file, queue } = queueRig()
  await queue.park(draftOf('r1'), CAPS)
  queue.close()
  tamper(file, 'PRAGMA user_version = 99')
  const bytes = readFileSync(file)
  await expect(queue.open()).rejects.toMatchObject({ code: 'store-newer' })
  await expect(queue.park(draftOf('r2'), CAPS)).rejects.toMatchObject({ code: 'store-newer' })
  expect([readFileSync(file).equals(bytes), damages]).toEqual([true, []])
})

test('on a full disk only what does not fit is refused, what was parked stays, and with room again the next one is parked', async (context) => {
  const disk = smallDisk(context)
  const { damages, file, queue } = queueRig({ home: join(disk, 'home') })
  await queue.park(heavy('r0', 100_000), CAPS)
  const filler = fill(disk)
  const full = expect.objectContaining({
    code: 'store-full',
    details: expect.objectContaining({ file }) as object,
  }) as Error
  await expect(queue.park(heavy('r1', 200_000), CAPS)).rejects.toEqual(full)
  expect((await queue.open()).map(({ id }) => id)).toEqual(['r0'])
  rmSync(filler)
  expect((await queue.park(heavy('r2', 100_000), CAPS)).kind).toBe('parked')
  // One that is too large for the disk does not take with it those that come at the same moment.
  const both = await Promise.allSettled([
    queue.park(heavy('r3', 900_000), CAPS),
    queue.park(draftOf('r4'), CAPS),
  ])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect((await queue.open()).map(({ id }) => id)).toEqual(['r0', 'r2', 'r4'])
  expect(damages).toEqual([])
})
