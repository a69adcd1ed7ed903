import { expect, test } from 'vitest'
import { homeWith } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }
interface Followed {
  readonly version: number
  readonly configuration: number
}
interface Listed {
  readonly endpoints: readonly { readonly health: { readonly effectiveWeight: object } }[]
}

test('a running proxy follows the strategy of a profile, and says what a weight comes to', async () => {
  const one = await upstream('one', [{ do: 'serve' }], { key: KEYS.KEY_one })
  const two = await upstream('two', [{ do: 'serve' }], { key: KEYS.KEY_two })
  const home = await homeWith([one, two])
  const run = async (...args: readonly string[]) => (await qcc(args, { QCC_HOME: home, ...KEYS })).stdout
  await run('set', 'work', '--strategy', 'round-robin')
  const { url } = JSON.parse(await run('proxy', 'start', '-d', '--json')) as { readonly url: string }
  const servedBy = async (session: string) =>
    (await sendMessage(url, {}, { 'x-claude-code-session-id': session })).headers['x-qcc-endpoint']

  const turns: unknown[] = []
  for (const session of ['a', 'b', 'c', 'a', 'd']) turns.push(await servedBy(session))
  expect(turns).toEqual(['work/one', 'work/two', 'work/one', 'work/one', 'work/two'])
  expect(await run('explain')).toContain('work/two was asked: its turn\n')

  await run('endpoint', 'set', 'work', 'two', '--weight', '50')
  const { version } = JSON.parse(await run('endpoint', 'disable', 'work', 'one', '--json')) as Followed
  const followed = async () => (JSON.parse(await run('proxy', 'status', '--json')) as Followed).configuration
  while ((await followed()) !== version);
  const list = JSON.parse(await run('endpoint', 'list', 'work', '--json')) as Listed
  expect(faultsAgainst('endpoint-list', list)).toEqual([])
  expect(list.endpoints.map(({ health }) => health.effectiveWeight)).toEqual([
    { effective: 0, weight: 100, score: 1, ramp: 1, quota: 1 },
    { effective: 50, weight: 50, score: 1, ramp: 1, quota: 1 },
  ])
  expect(await run('endpoint', 'list', 'work')).toMatch(/ +100 +0 +- +disabled.*\n.* +50 +50 +100% +ok /)
})

test('without affinity each request of a session has its own turn', async () => {
  const one = await upstream('one', [{ do: 'serve' }], { key: KEYS.KEY_one })
  const two = await upstream('two', [{ do: 'serve' }], { key: KEYS.KEY_two })
  const home = await homeWith([one, two], { affinity: 0, 'balancer.strategy': 'round-robin' })
  const env = { QCC_HOME: home, ...KEYS }
  const { url } = JSON.parse((await qcc(['proxy', 'start', '-d', '--json'], env)).stdout) as {
    readonly url: string
  }
  const turns: unknown[] = []
  for (let i = 0; i < 4; i++) {
    turns.push((await sendMessage(url, {}, { 'x-claude-code-session-id': 's' })).headers['x-qcc-endpoint'])
  }
  expect(turns).toEqual(['work/one', 'work/two', 'work/one', 'work/two'])
})
