import { expect, test } from 'vitest'
import { homeWith } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc } from '../support/qcc.ts'
import { eventually, upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789' }
const LIMITED = { do: 'status', status: 429, headers: { 'retry-after': '600' } } as const
const ENDLESS = { do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } } as const

test('status and endpoint list show what a running proxy says', async () => {
  const up = await upstream('one', [ENDLESS], { key: KEYS.KEY_one })
  const home = await homeWith([up])
  const run = (...args: readonly string[]) => qcc(args, { QCC_HOME: home, ...KEYS })
  const { url } = JSON.parse((await run('proxy', 'start', '-d', '--json')).stdout) as { readonly url: string }
  const answer = sendMessage(url).catch(() => null)
  await eventually('the stream is open', () => up.open === 1)

  const { code, stdout } = await run('status', '--json')
  const status = JSON.parse(stdout) as Record<string, unknown>
  expect(code).toBe(0)
  expect(faultsAgainst('status', status)).toEqual([])
  expect(status).toMatchObject({
    proxy: { url, open: 1, configuration: 1, configurationFault: null },
    active: {
      why: 'first',
      profiles: [
        {
          name: 'work',
          endpoints: [{ name: 'work/one', inFlight: 1, hasKey: true, health: { state: 'ok', benches: [] } }],
        },
      ],
    },
  })
  const shown = (await run('status')).stdout
  expect(shown).toMatch(
    new RegExp(`^Proxy +runs at ${url} for \\d+s \\(version .*, 1 request\\(s\\) open\\)\n`),
  )
  expect(shown).toMatch(/\nwork\/one +\S+ +100% +ok +found +1\n/)
  expect((await run('endpoint', 'list')).stdout).toMatch(/ ok +1( +-){4}\n/)

  await run('proxy', 'stop', '--timeout', '0')
  await answer
  expect((await run('status')).stdout).toMatch(/^Proxy +does not run; start it with "qcc proxy start"\n/)
})

test('status says how many requests are held, and for whom', async () => {
  const up = await upstream('one', [LIMITED], { key: KEYS.KEY_one })
  const home = await homeWith([up])
  const run = (...args: readonly string[]) => qcc(args, { QCC_HOME: home, ...KEYS })
  const { url } = JSON.parse((await run('proxy', 'start', '-d', '--json')).stdout) as { readonly url: string }
  const held = sendMessage(`${url}/p/work`, {}, { 'x-qcc-hold': '600' }).catch(() => null)
  await eventually('the endpoint has refused', () => up.seen.length > 0)
  const { stdout } = await run('status', '--json')
  expect(faultsAgainst('status', JSON.parse(stdout))).toEqual([])
  expect(JSON.parse(stdout)).toMatchObject({
    proxy: { held: [{ profile: 'work', model: 'claude-opus-5-5', requests: 1 }] },
  })
  for (const args of [['status'], ['proxy', 'status']]) {
    expect((await run(...args)).stdout).toMatch(/\nHeld +1 \(\/p\/work claude-opus-5-5\): nobody can serve/)
  }
  await run('proxy', 'stop', '--timeout', '0')
  await held
})

test('status says when the proxy was started for one profile alone, and names the one that counts', async () => {
  const up = await upstream('one', [{ do: 'serve' }], { key: KEYS.KEY_one })
  const home = await homeWith([up])
  const run = (...args: readonly string[]) => qcc(args, { QCC_HOME: home, ...KEYS })
  await run('add', 'other')
  await run('default', 'other')
  expect((await run('status')).stdout).toMatch(/\nProfile +other \(the default one\)\n/)
  await run('proxy', 'start', '-d', '--profile', 'work')
  expect((await run('status')).stdout).toMatch(/\nProfile +work \(the proxy was started for it alone\)\n/)
  await run('proxy', 'stop')
})
