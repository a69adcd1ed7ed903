import { expect, test } from 'vitest'
import type {
  HealthHistoryShape,
  HealthMetricsShape,
  HealthStatusShape,
} from '../../src/views/shapes/health.ts'
import type { Act } from '../../src/lab/act.ts'
import { homeWith } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_good: 'made-up-good-0123456789', KEY_half: 'made-up-half-0123456789' }

const ALTERNATING = Array.from({ length: 24 }, (_, index): Act =>
  index % 2 === 0 ? { do: 'status', status: 500 } : { do: 'serve' },
)

test('who serves worse shows in status and metrics, with what its share lost and why', async () => {
  const good = await upstream('good', [{ do: 'serve' }], { key: KEYS.KEY_good })
  const half = await upstream('half', ALTERNATING, {
    key: KEYS.KEY_half,
  })
  const home = await homeWith([good, half])
  const run = async (...args: readonly string[]) => (await qcc(args, { QCC_HOME: home, ...KEYS })).stdout
  const { url } = JSON.parse(await run('proxy', 'start', '-d', '--json')) as { readonly url: string }
  for (let i = 0; i < 24; i++) {
    await sendMessage(url, {}, { 'x-claude-code-session-id': `session-${String(i)}` })
  }

  const status = JSON.parse(await run('health', 'status', '--json')) as HealthStatusShape
  expect(faultsAgainst('health-status', status)).toEqual([])
  const [well, worse] = status.endpoints
  expect(well?.score).toMatchObject({ source: 'traffic', success: 100 })
  expect(worse?.score.success).toBeLessThan(80)
  const [before = 0, after = 0] = status.endpoints.map(({ effectiveWeight }) => effectiveWeight.effective)
  expect(after).toBeLessThan(before)
  // Which sessions come to it is drawn: after several failures in a row its circuit is open as well, and the line says so.
  expect(await run('health', 'status')).toMatch(/work\/half .* × score 0\.\d+ (× out 0 )?= /)

  const metrics = JSON.parse(await run('health', 'metrics', '--json')) as HealthMetricsShape
  expect(faultsAgainst('health-metrics', metrics)).toEqual([])
  const traffic = metrics.endpoints.map((one) => one.traffic)
  expect(traffic).toMatchObject([{ successPercent: 100 }, { p50Ms: expect.any(Number) as number }])
  expect(traffic[1]?.successPercent).toBeLessThan(80)
  for (const { series, traffic: all } of metrics.endpoints) {
    expect(series.map(({ requests }) => requests).reduce((sum, one) => sum + one)).toBe(all?.observations)
  }
  expect(metrics.endpoints.map(({ live }) => live?.score)).toEqual([well?.score, worse?.score])
  const told = await run('health', 'metrics', 'half')
  expect(told).toMatch(/success \d+ \(40%\), response \d+ \(25%\)/)
  expect(told).not.toContain('work/good')
  expect(await run('endpoint', 'list')).toMatch(/work\/good .*100% +0\.\d\ds +0\.\d\ds/)

  await run('proxy', 'stop')
  const later = JSON.parse(await run('health', 'metrics', '--json')) as HealthMetricsShape
  expect(later.endpoints.map((one) => one.traffic)).toEqual(traffic)
  expect(later.endpoints.map(({ live }) => live)).toEqual([null, null])
  await run('proxy', 'start', '-d')
  const again = JSON.parse(await run('health', 'status', '--json')) as HealthStatusShape
  expect(again.endpoints.map(({ score }) => score.observations)).toEqual(
    status.endpoints.map(({ score }) => score.observations),
  )
})

test('with the adjustment off, shares stay as they are given', async () => {
  const good = await upstream('good', [{ do: 'serve' }], { key: KEYS.KEY_good })
  const half = await upstream('half', ALTERNATING, {
    key: KEYS.KEY_half,
  })
  const home = await homeWith([good, half], { 'health.weight-adjustment': 'off' })
  const run = async (...args: readonly string[]) => (await qcc(args, { QCC_HOME: home, ...KEYS })).stdout
  const { url } = JSON.parse(await run('proxy', 'start', '-d', '--json')) as { readonly url: string }
  for (let i = 0; i < 12; i++) {
    await sendMessage(url, {}, { 'x-claude-code-session-id': `session-${String(i)}` })
  }
  const status = JSON.parse(await run('health', 'status', '--json')) as HealthStatusShape
  expect(status.endpoints[1]?.score.success).toBeLessThan(80)
  expect(status.endpoints.map(({ effectiveWeight }) => effectiveWeight.score)).toEqual([1, 1])
})

test('checks and changes of state are on record', async () => {
  const dead = await upstream('good', [{ do: 'status', status: 500 }], { key: KEYS.KEY_good })
  const home = await homeWith([dead])
  const env = { QCC_HOME: home, ...KEYS }
  const { url } = JSON.parse((await qcc(['proxy', 'start', '-d', '--json'], env)).stdout) as {
    readonly url: string
  }
  for (let i = 0; i < 3; i++) await sendMessage(url, {})
  await qcc(['endpoint', 'test', 'work'], env)
  const text = (await qcc(['health', 'history', '--json'], env)).stdout
  const { events } = JSON.parse(text) as HealthHistoryShape
  expect(faultsAgainst('health-history', { events })).toEqual([])
  expect(events.some((one) => one.kind === 'check' && one.name === 'work/good')).toBe(true)
  expect(events.some((one) => one.kind === 'news' && one.news.kind === 'circuit-opened')).toBe(true)
  expect((await qcc(['health', 'history', 'good', '-n', '1'], env)).stdout.trim().split('\n')).toHaveLength(2)
})
