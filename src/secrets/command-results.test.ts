import { expect, test } from 'vitest'
import { commandResults } from './command-results.ts'

/** Commands that answer when they are told to, and a clock that stands still. */
function scripted() {
  const runs: { readonly command: string; readonly answer: (output: string | null) => void }[] = []
  const time = { now: 0 }
  const outputOf = commandResults((command) => new Promise((answer) => runs.push({ command, answer })), {
    now: () => time.now,
    after: () => () => undefined,
  })
  return { outputOf, runs, time }
}

test('all who ask while a command runs share that run, however long it takes', async () => {
  const { outputOf, runs, time } = scripted()
  const first = outputOf('a')
  time.now = 3_600_000
  const second = outputOf('a')
  void outputOf('b')
  runs[0]?.answer('key')
  expect(await Promise.all([first, second])).toEqual(['key', 'key'])
  expect(runs.map(({ command }) => command)).toEqual(['a', 'b'])
})

test.each([
  ['a key', 'key', 60_000],
  ['no key', null, 5_000],
])(
  '%s is kept for its time from the end of the run, and then asked for again',
  async (_what, output, keptMs) => {
    const { outputOf, runs, time } = scripted()
    const asked = outputOf('a')
    time.now = 1_000
    runs[0]?.answer(output)
    expect(await asked).toBe(output)
    time.now = 1_000 + keptMs - 1
    expect(await outputOf('a')).toBe(output)
    expect(runs).toHaveLength(1)
    time.now = 1_000 + keptMs
    const again = outputOf('a')
    expect(runs).toHaveLength(2)
    runs[1]?.answer('new')
    expect(await again).toBe('new')
  },
)

test('a command that cannot even be started gives no key', async () => {
  const outputOf = commandResults(() => Promise.reject(new Error('no')), {
    now: () => 0,
    after: () => () => undefined,
  })
  expect(await outputOf('a')).toBeNull()
})
