// What the control API changes, each answer held against the contract.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type {
  ChangedAnswer,
  ConfigurationAnswer,
  InvalidAnswer,
  KeyAnswer,
  PreviewAnswer,
  StaleAnswer,
  VersionsAnswer,
} from '../../src/admin/contract/configuration.ts'
import type { QueueAnswer, QueueContentAnswer } from '../../src/admin/contract/queue.ts'
import type { TryAnswer } from '../../src/admin/contract/try.ts'
import { startApiRig, type ApiRig } from '../support/api-rig.ts'
import { kept } from '../support/contract.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { eventually, idOf, upstream } from '../support/rig.ts'

const SERVE = { do: 'serve' } as const
const REFUSE = { do: 'status', status: 400 } as const
const OUT = { do: 'status', status: 500 } as const
const NOWHERE = { name: 'one', url: 'http://127.0.0.1:9' }
const MADE_UP_KEY = 'sk-made-up-0123456789abcdef'

async function asked<T>({ ask }: ApiRig, method: string, path: string, body?: unknown) {
  const answer = await ask(method, path, body)
  return { status: answer.status, body: kept<T>(method, path, answer) }
}

const configurationIn = async (rig: ApiRig): Promise<ConfigurationAnswer> =>
  (await asked<ConfigurationAnswer>(rig, 'GET', '/configuration')).body

const followed = (rig: ApiRig, number: number): Promise<void> =>
  eventually('the proxy follows', () =>
    rig.events.some((event) => event.event === 'config-followed' && event.configuration === number),
  )

test('an endpoint is added with a key, seen before it is saved, serves, and is rolled back', async () => {
  const up = await upstream('new', [SERVE])
  const rig = await startApiRig([NOWHERE])
  const { document, number: base } = await configurationIn(rig)
  const { reference } = (await asked<KeyAnswer>(rig, 'POST', '/keys', { key: ` ${MADE_UP_KEY}\n` })).body
  expect(reference).toMatch(/^secret:/)
  const endpoint = { name: 'new', baseUrl: up.url, credential: reference }
  const changed = { ...document, profiles: [...document.profiles, { name: 'extra', endpoints: [endpoint] }] }

  const preview = (await asked<PreviewAnswer>(rig, 'POST', '/preview', { base, document: changed })).body
  expect(preview).toMatchObject({
    kind: 'valid',
    newest: base,
    differences: [{ path: ['profiles', 'extra'] }],
  })
  if (preview.kind === 'valid') expect(preview.lines[0]).toBe('+ profiles.extra:')
  expect((await configurationIn(rig)).number).toBe(base)

  const message = 'one more'
  const put = await asked<ChangedAnswer>(rig, 'PUT', '/configuration', { base, document: changed, message })
  expect(put).toEqual({ status: 200, body: { kind: 'changed', number: base + 1, changed: true } })
  await followed(rig, base + 1)
  expect((await sendMessage(`${rig.url}/p/extra`)).headers['x-qcc-endpoint']).toBe('extra/new')
  expect(up.seen[0]?.headers).toContainEqual(['x-api-key', MADE_UP_KEY])
  expect((await configurationIn(rig)).keys).toContainEqual({
    ...{ reference, endpoints: ['extra/new'], hasKey: true },
  })
  const [newest] = (await asked<VersionsAnswer>(rig, 'GET', '/versions?limit=1')).body.versions
  expect(newest).toMatchObject({ number: base + 1, author: 'dashboard', message })
  expect((await asked(rig, 'GET', `/diff?from=${String(base)}&to=${String(base + 1)}`)).body).toMatchObject({
    differences: [{ path: ['profiles', 'extra'] }],
  })
  expect((await asked(rig, 'GET', `/versions/${String(base)}`)).body).toMatchObject({ document })

  const back = await asked(rig, 'POST', '/rollback', { base: base + 1, to: base })
  expect(back.body).toEqual({ kind: 'changed', number: base + 2, changed: true, restored: base })
  expect((await configurationIn(rig)).document).toEqual(document)
  // The key is told by nobody and stands nowhere.
  for (const name of readdirSync(rig.home, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(db|json|log|db-wal)$/.test(name)) continue
    expect([name, readFileSync(join(rig.home, name)).includes(MADE_UP_KEY)]).toEqual([name, false])
  }
})

test('a change on top of an older version is refused with both sides, and changes nothing', async () => {
  const rig = await startApiRig([NOWHERE])
  const { document, number: base } = await configurationIn(rig)
  const mine = { ...document, settings: { ...document.settings, 'hold.max': 1 } }
  const theirs = { ...document, settings: { ...document.settings, 'hold.max': 2 } }
  await asked(rig, 'PUT', '/configuration', { base, document: theirs })
  const put = await asked<StaleAnswer>(rig, 'PUT', '/configuration', { base, document: mine })
  expect(put.status).toBe(409)
  expect(put.body).toMatchObject({
    ...{ kind: 'stale', newest: base + 1, theirs, yours: mine },
    differences: [{ path: ['settings', 'hold.max'], before: 2, after: 1 }],
  })
  expect((await asked(rig, 'POST', '/rollback', { base, to: base })).status).toBe(409)
  expect((await configurationIn(rig)).number).toBe(base + 1)
})

test('what changed since a version that is not kept any more is not told, and why', async () => {
  const rig = await startApiRig([NOWHERE], { settings: { 'versions.keep': 2 } })
  const { document, number: base } = await configurationIn(rig)
  for (const [at, most] of [1, 2, 3].entries()) {
    const changed = { ...document, settings: { ...document.settings, 'hold.max': most } }
    await asked(rig, 'PUT', '/configuration', { base: base + at, document: changed })
  }
  const [from, to] = [base + 1, base + 2].map(String)
  const answer = await rig.ask('GET', `/diff?from=${String(from)}&to=${String(to)}`)
  expect([answer.status, errorOf(answer).message]).toEqual([404, expect.stringContaining('any more')])
})

test('what is not valid is refused with every fault and its place, in the language that is asked for', async () => {
  const rig = await startApiRig([NOWHERE])
  const { number: base } = await configurationIn(rig)
  const document = {
    profiles: [{ name: 'a', endpoints: [{ name: 'x', baseUrl: 'nowhere', credential: MADE_UP_KEY }] }],
    settings: { 'proxy.prot': 1 },
  }
  const put = await asked<InvalidAnswer>(rig, 'PUT', '/configuration', { base, document })
  expect(put.status).toBe(422)
  expect(put.body.faults.map(({ code, path }) => [path.join('.'), code])).toEqual(
    expect.arrayContaining([
      ['profiles.0.endpoints.0.baseUrl', 'base-url-scheme'],
      ['profiles.0.endpoints.0.credential', 'credential'],
      ['settings.proxy.prot', 'unknown-setting'],
    ]),
  )
  expect(JSON.stringify(put.body)).not.toContainEqual(['x-api-key', MADE_UP_KEY])
  const preview = await asked<PreviewAnswer>(rig, 'POST', '/preview?lang=zh', { base, document })
  expect(preview.body).toMatchObject({
    kind: 'invalid',
    faults: expect.arrayContaining([
      expect.objectContaining({ message: expect.stringMatching(/[一-龥]/) as string }),
    ]) as unknown,
  })
  expect((await configurationIn(rig)).number).toBe(base)
})

test('an endpoint is drained, taken out, and put back', async () => {
  const rig = await startApiRig([NOWHERE])
  const endpoint = idOf('one')
  const entry = async () => (await configurationIn(rig)).document.profiles[0]?.endpoints[0]
  await asked(rig, 'POST', '/drain', { endpoint, on: true })
  expect(await entry()).toMatchObject({ weight: 0, enabled: true })
  await asked(rig, 'POST', '/drain', { endpoint, on: false, weight: 30 })
  await asked(rig, 'POST', '/enabled', { endpoint, on: false })
  expect(await entry()).toMatchObject({ weight: 30, enabled: false })
  await asked(rig, 'POST', '/enabled', { endpoint, on: true })
  const again = await asked<ChangedAnswer>(rig, 'POST', '/enabled', { endpoint, on: true })
  expect([again.body.changed, await entry()]).toMatchObject([false, { weight: 30, enabled: true }])
})

test('a kept request is shown, read, and removed', async () => {
  const rig = await startApiRig([await upstream('one', [OUT])], {
    settings: { 'hold.max': 0, 'attempts.max': 1 },
  })
  await sendMessage(rig.url, { metadata: { note: 'what was asked' } })
  const { items, status } = (await asked<QueueAnswer>(rig, 'GET', '/queue?state=pending')).body
  expect([items.length, status.counts.pending, items[0]?.model]).toEqual([1, 1, 'claude-opus-5-5'])
  const id = items[0]?.id ?? ''
  expect((await asked(rig, 'GET', `/queue/${id.slice(0, 8)}`)).body).toMatchObject({ item: { id } })
  const content = (await asked<QueueContentAnswer>(rig, 'GET', `/queue/${id}/content`)).body
  expect([content.answer, content.request?.includes('what was asked')]).toEqual([null, true])
  expect((await asked(rig, 'POST', '/queue/clear', { states: ['failed'] })).body).toMatchObject({ items: 0 })
  expect((await asked(rig, 'POST', '/queue/clear', { olderThanMs: 60_000 })).body).toMatchObject({ items: 0 })
  expect((await asked(rig, 'POST', '/queue/clear', {})).body).toMatchObject({ items: 1, beingSent: 0 })
  expect((await asked<QueueAnswer>(rig, 'GET', '/queue')).body.items).toEqual([])
})

test('a test message is answered, with its trail; where nobody serves, it says why', async () => {
  const [good, bad] = [await upstream('one', [SERVE]), await upstream('two', [REFUSE])]
  const rig = await startApiRig([good])
  const tried = await asked<TryAnswer>(rig, 'POST', '/try', { profile: null, model: null, text: 'hello' })
  expect(tried.body).toMatchObject({ status: 200, isServed: true, endpoint: 'work/one' })
  expect(tried.body.text).not.toBe('')
  expect((await asked(rig, 'GET', `/requests/${tried.body.request}`)).body).toMatchObject({
    model: 'claude-haiku-4-5',
  })
  const nobody = await startApiRig([bad], { settings: { 'hold.max': 0, 'attempts.max': 1 } })
  const failed = await asked<TryAnswer>(nobody, 'POST', '/try', {
    profile: 'work',
    model: 'claude-x',
    text: 'hello',
  })
  expect(failed.body).toMatchObject({ isServed: false, status: 400, endpoint: 'work/two' })
  expect(failed.body.text).not.toBe('')
  const odd = { profile: 'half a sign: \ud83d', model: null, text: 'hello' }
  expect((await asked<TryAnswer>(nobody, 'POST', '/try', odd)).body).toMatchObject({
    status: 410,
    endpoint: null,
  })
})

const BAD: readonly (readonly [method: string, path: string, body: unknown, status: number])[] = [
  ['PUT', '/configuration', 'not json', 400],
  ['PUT', '/configuration', {}, 400],
  ['PUT', '/configuration', { base: -1, document: {} }, 400],
  ['PUT', '/configuration', { base: 1, document: {}, message: 'x'.repeat(501) }, 400],
  ['POST', '/preview', { base: 99, document: { profiles: [] } }, 404],
  ['POST', '/preview', { base: 1, document: {}, more: 1 }, 400],
  ['POST', '/keys', { key: '' }, 400],
  ['POST', '/keys', { key: 'two words' }, 400],
  ['POST', '/keys', { key: 'schlüssel' }, 400],
  ['POST', '/keys', { key: 'x'.repeat(4_097) }, 400],
  ['POST', '/rollback', { base: 1, to: 99 }, 404],
  ['POST', '/enabled', { endpoint: 'none-such', on: true }, 404],
  ['POST', '/enabled', { endpoint: 'none-such', on: 'yes' }, 400],
  ['POST', '/drain', { endpoint: 'none-such', on: true }, 404],
  ['POST', '/drain', { endpoint: 'none-such', on: false, weight: 0 }, 400],
  ['POST', '/queue/clear', { states: ['lost'] }, 400],
  ['POST', '/queue/clear', { states: [] }, 400],
  ['POST', '/try', { profile: null, model: null, text: '' }, 400],
  ['POST', '/try', { profile: null, model: null, text: 'x'.repeat(10_001) }, 400],
  ['DELETE', '/configuration', undefined, 405],
  ['POST', '/overview', {}, 405],
  ['GET', '/try', undefined, 405],
]

test('what makes no sense is refused in words, and changes nothing', async () => {
  const rig = await startApiRig([NOWHERE])
  const before = await configurationIn(rig)
  for (const [method, path, body, status] of BAD) {
    const answer = await rig.ask(method, path, body)
    expect([method, path, answer.status, errorOf(answer).message.length > 10]).toEqual([
      method,
      path,
      status,
      true,
    ])
  }
  const large = await rig.ask(
    'PUT',
    '/configuration',
    JSON.stringify({ base: 1, document: 'x'.repeat(2 ** 20) }),
  )
  expect(large.status).toBe(413)
  expect(await configurationIn(rig)).toEqual(before)
})

test('nothing of it is told or done without a login', async () => {
  const rig = await startApiRig([NOWHERE])
  for (const [method, path] of [
    ['GET', '/overview'],
    ['GET', '/configuration'],
    ['PUT', '/configuration'],
    ['POST', '/keys'],
  ] as const) {
    const answer = await rig.ask(method, path, method === 'GET' ? undefined : {}, {
      authorization: 'Bearer no',
    })
    expect([method, path, answer.status]).toEqual([method, path, 401])
  }
})
