import { expect, test } from 'vitest'
import type { Outcome, Progress, Unreached } from '../outcome.ts'
import { FRESH_NETWORK, isLoopback, onTried, type LocalNetwork } from './local-network.ts'

const NOW = 1_000_000
const [A, B] = ['https://a.example', 'https://b.example']

const unreachable = (why: Unreached): Outcome => ({ kind: 'unreachable', why })
const tried = (
  network: LocalNetwork,
  host: string,
  outcome: Outcome,
  now: number,
  progress: Progress = 'not-sent',
) => onTried(network, host, { outcome, progress }, now)
const noRoute = (network: LocalNetwork, host: string, now: number) =>
  tried(network, host, unreachable('no-route'), now)

test('two hosts that cannot be reached within five seconds are a network that is down', () => {
  const one = noRoute(FRESH_NETWORK, A, NOW)
  expect(one.downSince).toBe(null)
  expect(noRoute(one, A, NOW + 1).downSince).toBe(null)
  expect(noRoute(one, B, NOW + 4_999).downSince).toBe(NOW + 4_999)
  expect(noRoute(one, B, NOW + 5_000).downSince).toBe(null)
})

test('it stays down since it went, and is up with the first connection', () => {
  const down = noRoute(noRoute(FRESH_NETWORK, A, NOW), B, NOW + 1)
  const still = noRoute(down, A, NOW + 60_000)
  expect(still.downSince).toBe(NOW + 1)
  expect(
    tried(still, A, { kind: 'unavailable', told: null, blame: 'at-once' }, NOW + 60_001, 'streaming')
      .downSince,
  ).toBe(null)
  expect(tried(still, A, unreachable('refused'), NOW + 60_001).downSince).toBe(null)
  expect(tried(still, A, unreachable('tls'), NOW + 60_001).downSince).toBe(null)
  expect(tried(still, A, { kind: 'cancelled' }, NOW + 60_001).downSince).toBe(NOW + 1)
})

test('while somebody else was reached within five seconds, it is not the network', () => {
  const up = tried(FRESH_NETWORK, 'https://c.example', { kind: 'ok' }, NOW, 'committed')
  expect(noRoute(noRoute(up, A, NOW + 1), B, NOW + 4_999).downSince).toBe(null)
  expect(noRoute(noRoute(up, A, NOW + 1), B, NOW + 5_000).downSince).toBe(NOW + 5_000)
  const own = tried(FRESH_NETWORK, B, { kind: 'ok' }, NOW, 'committed')
  expect(noRoute(noRoute(own, A, NOW + 1), B, NOW + 2).downSince).toBe(NOW + 2)
})

test('a host that was reached again is no longer one that was not', () => {
  const one = noRoute(FRESH_NETWORK, A, NOW)
  const reached = tried(one, A, { kind: 'ok' }, NOW + 1, 'committed')
  expect(reached.unreached).toEqual([])
  expect(noRoute(reached, B, NOW + 2).downSince).toBe(null)
})

const TELLING: readonly (readonly [Outcome, boolean])[] = [
  [unreachable('no-route'), true],
  [unreachable('no-dns'), true],
  [unreachable('no-such-host'), true],
  [unreachable('time-out'), true],
  [{ kind: 'timed-out', phase: 'connection' }, true],
  [unreachable('refused'), false],
  [unreachable('tls'), false],
  [unreachable('reset'), false],
  [unreachable('garbled'), false],
  [unreachable('other'), false],
  [{ kind: 'credential' }, false],
]

test.each(TELLING)(
  'before anything was sent, %j from two hosts: the network is down is %s',
  (outcome, isDown) => {
    const two = tried(tried(FRESH_NETWORK, A, outcome, NOW), B, outcome, NOW)
    expect(two.downSince !== null).toBe(isDown)
  },
)

test('what was sent has reached somebody, whatever became of it', () => {
  const slow: Outcome = { kind: 'timed-out', phase: 'first-content' }
  expect(tried(tried(FRESH_NETWORK, A, slow, NOW, 'sent'), B, slow, NOW, 'sent').downSince).toBe(null)
})

test('loopback needs no network and says nothing of it', () => {
  expect(noRoute(noRoute(FRESH_NETWORK, 'http://localhost:1', NOW), A, NOW).downSince).toBe(null)
  const loops = [
    'http://localhost',
    'http://LOCALHOST:80',
    'https://127.0.0.1:8443',
    'http://127.9.9.9',
    'http://[::1]:5',
  ]
  const others = [
    'https://localhost.example',
    'https://127.0.0.1.example',
    'https://a.example',
    'http://1127.0.0.1',
  ]
  expect([loops.every(isLoopback), others.some(isLoopback)]).toEqual([true, false])
})

test('however many hosts are tried, few are remembered', () => {
  let network = FRESH_NETWORK
  for (let i = 0; i < 100; i++) network = noRoute(network, `https://h${String(i)}.example`, NOW)
  expect(network.unreached).toHaveLength(16)
  expect(network.unreached.at(-1)?.host).toBe('https://h99.example')
})
