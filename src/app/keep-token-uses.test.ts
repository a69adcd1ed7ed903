import { expect, test } from 'vitest'
import { clientToken } from '../../test/support/client-tokens.ts'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { keepTokenUses } from './keep-token-uses.ts'
import { LiveTokens } from './live-tokens.ts'

function setUp() {
  const clock = fakeClock(0)
  const tokens = new LiveTokens(() => clock.now(), null)
  const one = clientToken('one')
  tokens.replace([one.kept])
  const written: (readonly number[])[] = []
  const faults: string[] = []
  const state = { error: null as Error | null }
  const noteUses = async (uses: ReadonlyMap<string, number>): Promise<void> => {
    if (state.error !== null) throw state.error
    written.push([...uses.values()])
  }
  const end = keepTokenUses({ tokens, store: { noteUses }, clock, onFault: (why) => void faults.push(why) })
  const use = () => tokens.holderOf(one.token)
  return { clock, end, faults, state, use, written }
}

test('the first use is written soon, and a thousand that follow once a minute', async () => {
  const { clock, use, written } = setUp()
  use()
  await clock.pass(1_000)
  expect(written).toEqual([[0]])
  for (let i = 0; i < 1_000; i++) {
    use()
    await clock.pass(100)
  }
  expect(written).toHaveLength(2)
})

test('without a use nothing is written', async () => {
  const { clock, end, written } = setUp()
  await clock.pass(600_000)
  await end()
  expect(written).toEqual([])
})

test('what is left is written at the end, and nothing after', async () => {
  const { clock, end, use, written } = setUp()
  use()
  await end()
  use()
  await clock.pass(600_000)
  expect(written).toHaveLength(1)
})

test('what cannot be written is told, and the next use is written', async () => {
  const { clock, faults, state, use, written } = setUp()
  state.error = new Error('no space')
  use()
  await clock.pass(60_000)
  state.error = null
  use()
  await clock.pass(60_000)
  expect([faults, written]).toEqual([['no space'], [[60_000]]])
})

test('a clock that is set back puts the next one off by no more than a minute', async () => {
  const { clock, use, written } = setUp()
  clock.set(10_000_000)
  use()
  await clock.pass(1_000)
  clock.set(0)
  use()
  await clock.pass(60_000)
  expect(written).toHaveLength(2)
})
