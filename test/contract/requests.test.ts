import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { History } from '../../src/ports/history.ts'
import { openHistory } from '../../src/store/open-history.ts'
import { attemptStep, trail } from '../support/trails.ts'
import { temporaryFolder } from '../support/qcc.ts'

async function opened(
  file = join(temporaryFolder(), 'history.db'),
): Promise<History & { readonly file: string }> {
  const history = await openHistory(file)
  onTestFinished(() => {
    history.close()
  })
  return { ...history, file }
}
const EVERYTHING = { most: 1_000, since: 0, atOnce: 1_000 }

test('a trail comes back as it was, also after the file was opened again, by any beginning of its id', async () => {
  const first = await opened()
  const one = trail({ request: 'aa11', steps: [attemptStep()] })
  await first.requests.add([one, trail({ request: 'aa22' }), trail({ request: 'ab' })])
  first.close()
  const { requests } = await opened(first.file)
  expect(await requests.find('aa1', 5)).toEqual([one])
  const ids = async (start: string, most: number) =>
    (await requests.find(start, most)).map(({ request }) => request)
  expect([await ids('aa', 5), await ids('', 2), await ids('b', 5), await ids('a_', 5)]).toEqual([
    ['aa22', 'aa11'],
    ['ab', 'aa22'],
    [],
    [],
  ])
})

test.each(['null', '{}', '[null]', '[{}]', '[', ''])(
  'trails that are %j are told to be damaged',
  async (damage) => {
    const { file, requests } = await opened()
    await requests.add([trail({ request: 'aa11' })])
    const db = new DatabaseSync(file)
    db.prepare('UPDATE batches SET trails = ?').run(damage)
    db.close()
    await expect(requests.find('aa', 5)).rejects.toMatchObject({ code: 'store-corrupt' })
    await expect(requests.batches(null, 5)).rejects.toMatchObject({ code: 'store-corrupt' })
  },
)

test('an id is looked for in all that is kept, with pauses', async () => {
  const { requests } = await opened()
  for (let n = 0; n <= 8_200; n++) await requests.add([trail({ request: `r${String(n)}` })])
  let pauses = 0
  const pause = async () => void pauses++
  const ids = async (start: string, most: number) =>
    (await requests.find(start, most, pause)).map(({ request }) => request)
  expect([await ids('r819', 2), pauses]).toEqual([['r8199', 'r8198'], 0])
  expect([await ids('r0', 2), pauses]).toEqual([['r0'], 2])
})

test('batches are read page by page, the newest first, each as it was written', async () => {
  const { requests } = await opened()
  const three = [1, 2, 3].map((n) => [trail({ request: `r${String(n)}`, arrivedAt: n * 1_000, tookMs: 5 })])
  for (const one of three) await requests.add(one)
  const [newest, second, ...none] = await requests.batches(null, 2)
  expect([newest?.trails, newest?.endedAt, second?.trails, none]).toEqual([three[2], 3_005, three[1], []])
  const rest = await requests.batches(second?.number ?? 0, 2)
  expect(rest.map(({ trails }) => trails)).toEqual([three[0]])
  // A batch is never cut, and one is more than none.
  await requests.add([trail({ request: 'a' }), trail({ request: 'b' }), trail({ request: 'c' })])
  expect((await requests.batches(null, 2)).map(({ trails }) => trails.length)).toEqual([3])
  expect((await requests.batches(null, 4)).map(({ trails }) => trails.length)).toEqual([3, 1])
  expect(await requests.batches(rest[0]?.number ?? 0, 2)).toEqual([])
})

test('what is too many or too old is forgotten, the oldest batches first, so many at once', async () => {
  const { requests } = await opened()
  for (const n of [1, 2, 3, 4, 5]) {
    const pair = ['a', 'b'].map((end) =>
      trail({ request: `r${String(n)}${end}`, arrivedAt: n * 1_000, tookMs: 1 }),
    )
    await requests.add(n === 5 ? pair.slice(0, 1) : pair)
  }
  const left = async () => (await requests.find('', 99)).map(({ request }) => request).join(' ')
  await requests.prune(EVERYTHING)
  expect(await left()).toBe('r5a r4b r4a r3b r3a r2b r2a r1b r1a')
  await requests.prune({ ...EVERYTHING, most: 2, atOnce: 1 })
  expect(await left()).toBe('r5a r4b r4a r3b r3a r2b r2a')
  await requests.prune({ ...EVERYTHING, since: 3_001 })
  expect(await left()).toBe('r5a r4b r4a r3b r3a')
  await requests.prune({ ...EVERYTHING, most: 3 })
  expect(await left()).toBe('r5a r4b r4a')
  await requests.prune({ ...EVERYTHING, most: 2 })
  expect(await left()).toBe('r5a r4b r4a')
  await requests.prune({ ...EVERYTHING, most: 0 })
  expect(await left()).toBe('')
  await requests.prune({ ...EVERYTHING, most: 0 })
})

test('when each endpoint served last is known, and refusals do not count', async () => {
  const { requests } = await opened()
  const by = (request: string, endpointId: string, more: Parameters<typeof trail>[0] = {}) =>
    trail({
      request,
      arrivedAt: 100,
      tookMs: 5,
      ending: 'served',
      steps: [attemptStep({ endpointId })],
      ...more,
    })
  await requests.add([
    by('1', 'a'),
    by('2', 'b', { tookMs: 50 }),
    by('3', 'a', { tookMs: 20 }),
    by('4', 'a', { ending: 'refused', tookMs: 90 }),
  ])
  expect(await requests.lastServed(['a', 'b', 'never'])).toEqual(
    new Map([
      ['a', 120],
      ['b', 150],
    ]),
  )
})

test('a file that is no database is refused by name, and so is one of a newer program', async () => {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  const damaged = join(folder, 'damaged.db')
  writeFileSync(damaged, 'not a database at all, '.repeat(100))
  await expect(openHistory(damaged)).rejects.toMatchObject({ code: 'store-corrupt' })
  const newer = join(folder, 'newer.db')
  const db = new DatabaseSync(newer)
  db.exec('PRAGMA user_version = 99')
  db.close()
  await expect(openHistory(newer)).rejects.toMatchObject({ code: 'store-newer' })
})
