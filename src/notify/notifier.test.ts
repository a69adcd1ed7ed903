import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { robot } from '../../test/support/robots.ts'
import { sayIn } from '../../test/support/say.ts'
import { NO_TROUBLES } from '../core/notify/troubles.ts'
import type { LogEvent } from '../ports/log.ts'
import { createRedactor } from '../secrets/redactor.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { resolveSettings, type Overrides } from '../settings/resolve.ts'
import { Notifier } from './notifier.ts'
import type { Standings } from './seen.ts'

const say = sayIn('en')

/** A notifier with those receivers, on a clock that stands still. */
function notifierTo(settings: Overrides, urls: Readonly<Record<string, string>>) {
  const sender = new UndiciSender()
  const [clock, faults]: [ReturnType<typeof fakeClock>, string[]] = [fakeClock(), []]
  const world: { out: ReturnType<Standings['nobodyLeft']>; breaks: boolean } = { out: null, breaks: false }
  const standings: Standings = {
    nobodyLeft: () => world.out,
    targetOf: (name) => name,
    used: () => null,
    targets: () => [],
  }
  const notifier = new Notifier(
    {
      ...{ clock, sender, standings, redactor: createRedactor(), host: 'box', say: async () => say },
      settings: () => resolveSettings(settings),
      vault: {
        resolve: (reference) => {
          if (world.breaks) throw new Error('the vault is gone')
          return urls[reference] ?? null
        },
      },
      desk: { platform: 'linux', env: {}, run: async () => ({ kind: 'missing' }) },
      onFault: (channel, why) => faults.push(`${channel}: ${why}`),
    },
    NO_TROUBLES,
  )
  onTestFinished(async () => {
    notifier.close()
    await sender.close()
  })
  return { notifier, clock, faults, world }
}

const dead = (endpoint: string): LogEvent => ({
  ...{ event: 'endpoint', at: 0, endpoint },
  news: { kind: 'benched', reason: 'credential', model: null, until: 2_000_000, origin: 'usual' },
})
const answered = (endpoint: string): LogEvent => ({
  ...{ event: 'attempt', at: 0, request: 'r', endpoint, outcome: 'ok', progress: 'committed', why: '' },
  tookMs: 1,
})
const titles = (taken: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  taken.map(({ text, title }) => String(title ?? text).split('\n')[0] ?? '')

test('a dead key and its return are told once each, to every channel that is set up', async () => {
  const [slack, hook] = [await robot('slack'), await robot('webhook')]
  const { notifier } = notifierTo(
    { 'notify.slack': 'env:A', 'notify.webhook': 'env:B' },
    { 'env:A': slack.url, 'env:B': hook.url },
  )
  for (const event of [answered('p/a'), dead('p/a'), dead('p/a')]) notifier.see(event)
  expect(notifier.isTroubled).toBe(true)
  for (const event of [answered('p/b'), answered('p/a'), answered('p/a')]) notifier.see(event)
  expect(notifier.isTroubled).toBe(false)
  await notifier.settle()
  const expected = ['QCC (box): p/a needs you: key not accepted', 'QCC (box): p/a answers again']
  expect([titles(slack.taken), titles(hook.taken)]).toEqual([expected, expected])
})

test('more than five at once are told as one, when there is room again', async () => {
  const slack = await robot('slack')
  const { clock, notifier } = notifierTo({ 'notify.slack': 'env:A' }, { 'env:A': slack.url })
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) notifier.see(dead(`p/${name}`))
  notifier.see(answered('p/g'))
  await notifier.settle()
  expect(slack.taken).toHaveLength(5)
  await clock.pass(299_000)
  await notifier.settle()
  expect(slack.taken).toHaveLength(5)
  await clock.pass(1_000)
  await notifier.settle()
  expect(slack.taken[5]?.['text']).toBe(
    [
      'QCC (box): 3 notice(s) were held back',
      'QCC (box): p/f needs you: key not accepted',
      'QCC (box): p/g answers again (2 notices)',
    ].join('\n'),
  )
})

test('what does not arrive is sent again a few times, then its reason is told, once', async () => {
  const slack = await robot('slack')
  const { clock, faults, notifier } = notifierTo({ 'notify.slack': 'env:A' }, { 'env:A': slack.url })
  slack.manner = 'broken'
  notifier.see(dead('p/a'))
  notifier.see(dead('p/b'))
  // Two messages, four tries each.
  const later = async (): Promise<number> => {
    await clock.pass(1_000)
    return slack.asked
  }
  await expect.poll(later, { interval: 2, timeout: 10_000 }).toBe(8)
  await notifier.settle()
  expect(faults).toEqual([expect.stringMatching(/^slack: 127\.0\.0\.1:\d+ refuses it: .*Sign in/)])
  slack.manner = 'well'
  notifier.see(dead('p/c'))
  await notifier.settle()
  expect(titles(slack.taken)).toEqual(['QCC (box): p/c needs you: key not accepted'])
})

test('what only a person can mend is not tried again, and a receiver in trouble holds up no other', async () => {
  const [slack, wecom] = [await robot('slack'), await robot('wecom')]
  slack.manner = 'page'
  const { faults, notifier } = notifierTo(
    { 'notify.slack': 'env:A', 'notify.wecom': 'env:B', 'notify.dingtalk': 'env:NONE' },
    { 'env:A': slack.url, 'env:B': wecom.url },
  )
  notifier.see(dead('p/a'))
  notifier.see(dead('p/b'))
  await notifier.settle()
  expect([slack.asked, wecom.taken.length]).toEqual([2, 2])
  expect(faults.map((one) => one.split(' ')[0]).toSorted()).toEqual(['dingtalk:', 'slack:'])
})

test('what is sent to one that never answers is given up when the proxy ends', async () => {
  const slack = await robot('slack')
  slack.manner = 'broken'
  const { clock, notifier } = notifierTo({ 'notify.slack': 'env:A' }, { 'env:A': slack.url })
  notifier.see(dead('p/a'))
  await expect.poll(() => slack.asked).toBe(1)
  notifier.close()
  await clock.pass(300_000)
  expect(slack.asked).toBe(1)
})

test('one that cannot be written holds up none that follows', async () => {
  const slack = await robot('slack')
  const { faults, notifier, world } = notifierTo({ 'notify.slack': 'env:A' }, { 'env:A': slack.url })
  world.breaks = true
  notifier.see(dead('p/a'))
  await notifier.settle()
  world.breaks = false
  notifier.see(dead('p/b'))
  await notifier.settle()
  expect([faults, titles(slack.taken)]).toEqual([
    ['slack: the vault is gone'],
    ['QCC (box): p/b needs you: key not accepted'],
  ])
})

test('that nobody can serve is over when somebody serves, not when the time of a bench has run out', async () => {
  const slack = await robot('slack')
  const { notifier, world } = notifierTo({ 'notify.slack': 'env:A' }, { 'env:A': slack.url })
  const busy = (kind: 'benched' | 'bench-lifted'): LogEvent => ({
    ...{ event: 'endpoint', at: 0, endpoint: 'p/a' },
    news: { kind, reason: 'overload', model: null, until: 2_000_000, origin: 'usual' },
  })
  world.out = [{ endpoint: 'p/a', why: 'overload', until: 2_000_000 }]
  notifier.see(busy('benched'))
  // Its time is over, and it fails again, at first for seconds only.
  world.out = null
  notifier.see(busy('benched'))
  notifier.see(busy('benched'))
  expect(notifier.isTroubled).toBe(true)
  notifier.see(answered('p/a'))
  await notifier.settle()
  expect(titles(slack.taken)).toEqual([
    'QCC (box): no endpoint can serve',
    'QCC (box): requests are served again',
  ])
})

test('a receiver that cannot keep up is told what is newest', async () => {
  const slack = await robot('slack')
  const settings = { 'notify.slack': 'env:A', 'notify.per-hour': 600 } as const
  const { clock, notifier } = notifierTo(settings, { 'env:A': slack.url })
  slack.manner = 'broken'
  notifier.see(dead('p/0'))
  await expect.poll(() => slack.asked).toBe(1)
  for (let n = 1; n <= 12; n += 1) {
    clock.set(clock.now() + 6_000)
    notifier.see(dead(`p/${String(n)}`))
  }
  slack.manner = 'well'
  await expect.poll(() => clock.pass(2_000).then(() => slack.taken.length)).toBe(9)
  await notifier.settle()
  const endpoints = titles(slack.taken).map((title) => /p\/\d+/.exec(title)?.[0])
  expect(endpoints).toEqual(['p/0', ...[5, 6, 7, 8, 9, 10, 11, 12].map((n) => `p/${String(n)}`)])
})
