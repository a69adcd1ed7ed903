import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyRoom } from './body-room.ts'

/** A room whose waiting time `timeOut` lets run out for whoever has waited longest. */
function roomOf(totalBytes: () => number) {
  const timers = new Set<() => void>()
  const after = (_ms: number, run: () => void) => {
    timers.add(run)
    return () => timers.delete(run)
  }
  const timeOut = () => {
    const [first] = timers
    if (first !== undefined && timers.delete(first)) first()
  }
  const room = new BodyRoom({ after }, () => ({ totalBytes: totalBytes(), waitMs: 30_000 }))
  return { room, timeOut, timers }
}

/** Lets everything happen that can happen without time passing. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

test('who finds room enters at once, who finds none waits its turn', async () => {
  const room = roomOf(() => 100).room
  const entered: string[] = []
  const enter = async (name: string, bytes: number) => {
    const giveBack = await room.take(bytes)
    entered.push(name)
    return giveBack
  }
  const first = await enter('first', 60)
  const second = enter('second', 50)
  const third = enter('third', 10) // would fit, but second was there before
  await settle()
  expect(entered).toEqual(['first'])
  first()
  await Promise.all([second, third])
  expect(entered).toEqual(['first', 'second', 'third'])
})

test('room is given back once, however often it is given back', async () => {
  const room = roomOf(() => 100).room
  const giveBack = await room.take(60)
  giveBack()
  giveBack()
  expect(room.takenBytes).toBe(0)
})

test('a body larger than everything passes when it is alone', async () => {
  const room = roomOf(() => 100).room
  const small = await room.take(1)
  let isIn = false
  const large = room.take(500).then((giveBack) => {
    isIn = true
    return giveBack
  })
  await settle()
  expect(isIn).toBe(false)
  small()
  ;(await large)()
  expect(room.takenBytes).toBe(0)
})

test('the room may grow and shrink under those who wait; nobody waits for ever', async () => {
  let total = 100
  const room = roomOf(() => total).room
  const first = await room.take(80)
  const second = room.take(90)
  const third = room.take(90)
  total = 50
  first()
  const giveBack = await second // larger than everything by now, and alone
  total = 200
  giveBack()
  ;(await third)()
  expect(room.takenBytes).toBe(0)
})

test('who waits for too long is told so, takes nothing, and makes way for those behind it', async () => {
  const { room, timeOut, timers } = roomOf(() => 100)
  const first = await room.take(60)
  const large = room.take(90)
  const small = room.take(30)
  timeOut()
  await expect(large).rejects.toMatchObject({
    code: 'no-room',
    message: expect.stringMatching(/within 30 s.*body\.total/) as string,
  })
  ;(await small)()
  expect(room.takenBytes).toBe(60)
  first()
  expect([room.takenBytes, timers.size]).toEqual([0, 0])
})

test('whatever comes and goes, there is never more in than there is room for, and in the end all is free', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 30 }), async (sizes) => {
      const room = roomOf(() => 100).room
      const inside: { readonly size: number; readonly giveBack: () => void }[] = []
      let entered = 0
      for (const size of sizes) void room.take(size).then((giveBack) => void inside.push({ size, giveBack }))
      while (entered < sizes.length) {
        await settle()
        const isAlone = inside.filter(({ size }) => size > 0).length === 1
        expect(room.takenBytes <= 100 || isAlone).toBe(true)
        expect(inside.length).toBeGreaterThan(0)
        entered += 1
        inside.shift()?.giveBack()
      }
      expect(room.takenBytes).toBe(0)
    }),
    { numRuns: 300 },
  )
})
