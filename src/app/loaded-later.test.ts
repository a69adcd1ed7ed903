import { expect, test } from 'vitest'
import { loadedLater } from './loaded-later.ts'

test('it is loaded once, when it is first wanted, and does what was wanted in that order', async () => {
  let loads = 0
  const done: string[] = []
  const later = loadedLater(
    async () => ({ name: `load ${String((loads += 1))}` }),
    (why) => done.push(why),
  )
  expect([later.now, await later.settled(), loads]).toEqual([null, null, 0])
  for (const what of ['a', 'b']) later.use(({ name }) => done.push(`${name}: ${what}`))
  expect(done).toEqual([])
  await later.settled()
  later.use(({ name }) => done.push(`${name}: c`))
  expect([done, later.now]).toEqual([['load 1: a', 'load 1: b', 'load 1: c'], { name: 'load 1' }])
})

test('files that went with an update are told once, and nothing else fails', async () => {
  const faults: string[] = []
  const later = loadedLater(
    () => import(new URL('removed-by-an-update.ts', import.meta.url).href),
    (why) => faults.push(why),
  )
  for (const _ of [1, 2]) later.use(() => faults.push('used'))
  expect(await later.settled()).toBeNull()
  later.use(() => faults.push('used'))
  await later.settled()
  expect(faults).toEqual([expect.stringMatching(/removed-by-an-update.*qcc proxy restart\.$/)])
})
