import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { HIDDEN, robot, SECRET, type Robot } from '../../test/support/robots.ts'
import { sayIn } from '../../test/support/say.ts'
import { systemClock } from '../app/system-clock.ts'
import type { Notice } from '../core/notify/notice.ts'
import type { DeliveryFault } from '../core/notify/delivery-fault.ts'
import { createRedactor } from '../secrets/redactor.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { resolveSettings } from '../settings/resolve.ts'
import { deliver, type Means } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import type { OverHttp } from './letters.ts'

const say = sayIn('en')
const TEST: Notice = { kind: 'test', at: 0 }
const TEXT = 'QCC (box): a test\nNotifications of QCC arrive here.'

/** Sends to that URL; `secret` null gives none. */
function meansFor(channel: OverHttp, url: string, secret: string | null = null): Means {
  const sender = new UndiciSender()
  onTestFinished(() => sender.close())
  const settings = resolveSettings({
    [`notify.${channel}`]: 'env:URL',
    ...(secret === null ? {} : { [`notify.${channel}-secret`]: 'env:SECRET' }),
  })
  return {
    ...{ clock: systemClock, sender, redactor: createRedactor(), host: 'box', settings: () => settings },
    vault: { resolve: (reference) => ({ 'env:URL': url, 'env:SECRET': secret })[reference] ?? null },
    desk: { platform: 'linux', env: {}, run: async () => ({ kind: 'missing' }) },
  }
}

const send = (
  channel: OverHttp,
  to: Robot,
  secret: string | null = null,
  notice: Notice = TEST,
): Promise<Delivery> => deliver(channel, notice, say, meansFor(channel, to.url, secret))

const faultOf = (delivery: Delivery): DeliveryFault | null =>
  delivery.kind === 'failed' ? delivery.fault : null

test.each<readonly [OverHttp, string | null, object]>([
  ['slack', null, { text: TEXT }],
  ['wecom', null, { msgtype: 'text', text: { content: TEXT } }],
  ['feishu', null, { msg_type: 'text', content: { text: TEXT } }],
  ['feishu', SECRET, { msg_type: 'text', content: { text: TEXT } }],
  ['dingtalk', null, { msgtype: 'text', text: { content: TEXT } }],
  ['dingtalk', SECRET, { msgtype: 'text', text: { content: TEXT } }],
  ['webhook', null, { product: 'qcc', format: 1, host: 'box', notice: TEST, title: 'QCC (box): a test' }],
  ['webhook', SECRET, { product: 'qcc', format: 1, host: 'box', notice: TEST, title: 'QCC (box): a test' }],
])('%s takes a message, secret: %s', async (channel, secret, body) => {
  const to = await robot(channel, secret !== null)
  expect(await send(channel, to, secret)).toEqual({ kind: 'sent' })
  expect(to.taken).toEqual([expect.objectContaining(body)])
})

test.each<readonly [OverHttp, string | null, Robot['manner'], DeliveryFault['code'], number | null]>([
  ['feishu', 'another', 'well', 'signature', null],
  ['feishu', null, 'well', 'signature', null],
  ['dingtalk', 'another', 'well', 'signature', null],
  ['webhook', 'another', 'well', 'refused', null],
  ['feishu', SECRET, 'keyword', 'keyword', null],
  ['dingtalk', SECRET, 'keyword', 'keyword', null],
  ['feishu', SECRET, 'address', 'address', null],
  ['dingtalk', SECRET, 'address', 'address', null],
  ['slack', null, 'limited', 'limited', 1_000],
  ['webhook', null, 'limited', 'limited', 7_000],
  ['feishu', null, 'limited', 'limited', 60_000],
  ['dingtalk', null, 'limited', 'limited', 60_000],
  ['wecom', null, 'limited', 'limited', 60_000],
  ['slack', null, 'page', 'not-theirs', null],
  ['wecom', null, 'page', 'not-theirs', null],
  ['feishu', null, 'page', 'not-theirs', null],
  ['dingtalk', null, 'long', 'not-theirs', null],
  ['slack', null, 'redirect', 'redirected', null],
  ['webhook', null, 'redirect', 'redirected', null],
  ['wecom', null, 'broken', 'refused', 5_000],
])('%s with the secret %s, which is %s: %s', async (channel, secret, manner, code, againMs) => {
  const to = await robot(channel, true)
  to.manner = manner
  const delivery = await send(channel, to, secret)
  expect(delivery).toMatchObject({ kind: 'failed', fault: { code }, againMs })
  // Nothing of the URL but its host, whatever the receiver repeats.
  expect(JSON.stringify(delivery)).not.toContain(HIDDEN)
  // What a person is told has all its values.
  const fault = faultOf(delivery)
  expect(say(`notify-fault.${code}`, fault?.values)).not.toMatch(/\{|undefined/)
})

test.each<readonly [OverHttp, DeliveryFault['code']]>([
  ['slack', 'gone'],
  ['webhook', 'gone'],
  ['feishu', 'gone'],
  ['dingtalk', 'gone'],
  ['wecom', 'gone'],
])('%s that knows no such receiver: %s', async (channel, code) => {
  const { url } = await robot(channel)
  const delivery = await deliver(channel, TEST, say, meansFor(channel, url.replace(HIDDEN, 'removed')))
  expect(faultOf(delivery)?.code).toBe(code)
})

test('a receiver that is not there may be there later, and one that never answers is given up', async () => {
  const gone = await deliver('slack', TEST, say, meansFor('slack', 'http://127.0.0.1:9/x'))
  expect(gone).toMatchObject({ fault: { code: 'unreached' }, againMs: 5_000 })
  const to = await robot('slack')
  to.manner = 'silent'
  const clock = fakeClock()
  const sending = deliver('slack', TEST, say, { ...meansFor('slack', to.url), clock })
  await expect.poll(() => to.asked).toBe(1)
  await clock.pass(10_000)
  expect(await sending).toMatchObject({ fault: { code: 'slow' }, againMs: 5_000 })
})

test('a reference that gives nothing, or no URL, sends nothing', async () => {
  const nothing = { ...meansFor('slack', ''), vault: { resolve: () => null } }
  expect(faultOf(await deliver('slack', TEST, say, nothing))).toMatchObject({
    ...{ code: 'no-secret', values: { reference: 'env:URL' } },
  })
  const file = await deliver('slack', TEST, say, meansFor('slack', 'file:///etc/hosts'))
  expect(faultOf(file)?.code).toBe('not-url')
  const off = await deliver('wecom', TEST, say, meansFor('slack', ''))
  expect(faultOf(off)).toEqual({ code: 'not-set-up', values: { channel: 'wecom' } })
})

test('a message is as long as every service takes it, and cannot address anybody in Slack', async () => {
  const out = Array.from({ length: 12 }, (_, index) => ({
    ...({
      endpoint: `${'很'.repeat(100)}/<!channel>${String(index)}`,
      why: 'overload',
      until: null,
    } as const),
  }))
  const notice: Notice = { kind: 'all-out', at: 0, out }
  const [slack, wecom] = [await robot('slack'), await robot('wecom')]
  await send('slack', slack, null, notice)
  await send('wecom', wecom, null, notice)
  const { content } = wecom.taken[0]?.['text'] as { readonly content: string }
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2_048)
  expect(content).toMatch(/…$/)
  expect(content).not.toContain('\uFFFD')
  expect(slack.taken[0]?.['text']).toContain('&lt;!channel&gt;0: overloaded')
})
