// What the control API tells of a running proxy's past and home, each answer held against the contract.
import { expect, test } from 'vitest'
import type { EndpointAnswer } from '../../src/admin/contract/endpoint.ts'
import type { OverviewAnswer } from '../../src/admin/contract/overview.ts'
import type { RequestAnswer, RequestsAnswer } from '../../src/admin/contract/requests.ts'
import type { SchemaAnswer } from '../../src/admin/contract/form.ts'
import { startApiRig, type ApiRig } from '../support/api-rig.ts'
import { kept } from '../support/contract.ts'
import { errorOf, sendMessage } from '../support/http.ts'
import { idOf, upstream } from '../support/rig.ts'

const SERVE = { do: 'serve' } as const
const OUT = { do: 'status', status: 529 } as const

const read = async <T>({ ask }: ApiRig, path: string): Promise<T> =>
  kept<T>('GET', path, await ask('GET', path))

test('a request is in the list, in the overview, in its endpoint, and explained', async () => {
  const up = await upstream('one', [SERVE])
  const rig = await startApiRig([up])
  const sent = { 'user-agent': 'made-up/1', 'x-my-secret': 'made-up-secret' }
  const id = String((await sendMessage(rig.url, {}, sent)).headers['x-qcc-request-id'])
  await sendMessage(`${rig.url}/p/work`, { model: 'claude-haiku-4-5', stream: false })

  const { next, requests } = await read<RequestsAnswer>(rig, '/requests')
  expect(next).toBeNull()
  expect(requests.map(({ fence, model, request }) => [request === id, model, fence])).toEqual([
    [false, 'claude-haiku-4-5', 'work'],
    [true, 'claude-opus-5-5', null],
  ])
  expect(requests[1]).toMatchObject({ ending: 'served', status: 200, endpoint: 'work/one', attempts: 1 })
  const overview = await read<OverviewAnswer>(rig, '/overview')
  expect(overview).toMatchObject({ successPercent: 100, today: { requests: 2, served: 2 } })
  expect(overview.minutes.reduce((sum, one) => sum + one.requests, 0)).toBe(2)
  expect(overview.shares).toEqual([{ endpoint: 'work/one', requests: 2, percent: 100 }])

  for (const path of [`/endpoints/${idOf('one')}`, `/endpoints/${encodeURIComponent('work/one')}`]) {
    const endpoint = await read<EndpointAnswer>(rig, path)
    expect(endpoint).toMatchObject({
      profile: 'work',
      endpoint: { name: 'work/one', health: { state: 'ok' } },
    })
    expect(endpoint.traffic).toMatchObject({ observations: 2, successPercent: 100 })
    expect(endpoint.series.reduce((sum, one) => sum + one.requests, 0)).toBe(2)
    expect([endpoint.dots.length, endpoint.dots.at(-1)?.state]).toEqual([48, 'good'])
  }
  const one = await read<RequestAnswer>(rig, `/requests/${id}`)
  expect(one).toMatchObject({ request: id, ending: 'served' })
  expect(one.headers?.slice(2, 6)).toEqual(['user-agent', 'made-up/1', 'x-my-secret', '•••'])
  expect(await read(rig, `/requests/${id.slice(0, 8)}/text`)).toMatchObject({
    text: expect.stringContaining('work/one') as string,
  })
  expect(await read(rig, `/requests/${id}/text?lang=zh`)).toMatchObject({
    text: expect.stringMatching(/[一-龥]/) as string,
  })
  // What has come since is read, and nothing twice.
  await sendMessage(rig.url)
  expect(await read(rig, '/overview')).toMatchObject({ today: { requests: 3 } })
})

test('a list is read page by page, and filtered', async () => {
  const [bad, good] = [await upstream('one', [OUT]), await upstream('two', [SERVE])]
  const rig = await startApiRig([bad, good], { settings: { 'balancer.strategy': 'round-robin' } })
  for (let sent = 0; sent < 5; sent++) {
    await sendMessage(rig.url)
    // Each is written by itself, so that pages go over batches.
    await rig.ask('POST', '/settle')
  }
  const all = (await read<RequestsAnswer>(rig, '/requests')).requests.map(({ request }) => request)
  const paged: string[] = []
  for (let path = '/requests?limit=2'; path !== '';) {
    const { next, requests } = await read<RequestsAnswer>(rig, path)
    paged.push(...requests.map(({ request }) => request))
    path = next === null ? '' : `/requests?limit=2&before=${next}`
  }
  expect([all.length, paged]).toEqual([5, all])
  const count = async (query: string): Promise<number> =>
    (await read<RequestsAnswer>(rig, `/requests?${query}`)).requests.length
  const failed = await count('endpoint=work/one')
  expect(failed).toBeGreaterThan(0)
  expect([
    await count('endpoint=work/two'),
    await count('ending=broken'),
    await count('profile=work'),
  ]).toEqual([5, 0, 5])
  expect([
    await count('minMs=600000'),
    await count('model=claude-opus-5-5'),
    await count('kind=count'),
  ]).toEqual([0, 5, 0])
})

const REFUSED: readonly (readonly [path: string, status: number])[] = [
  ...['limit=0', 'limit=501', 'limit=many', 'before=12', 'ending=happy', 'colour=red'].map(
    (query) => [`/requests?${query}`, 400] as const,
  ),
  ['/requests/none-such', 404],
  ['/requests/none-such/text', 404],
  ['/endpoints/none-such', 404],
  ['/endpoints/none-such?since=yesterday', 400],
  ['/switches?limit=1001', 400],
  ['/queue?state=lost', 400],
  ['/queue/none-such', 404],
  ['/queue/none-such/content', 404],
  ['/versions?limit=x', 400],
  ['/versions/99', 404],
  ['/versions/first', 404],
  ['/diff', 400],
  ['/diff?from=1&to=99', 404],
]

test('what makes no sense, or is not there, is refused in words', async () => {
  const { ask } = await startApiRig([{ name: 'one', url: 'http://127.0.0.1:9' }])
  for (const [path, status] of REFUSED) {
    const answer = await ask('GET', path)
    expect([path, answer.status, errorOf(answer).message.length > 20]).toEqual([path, status, true])
  }
})

test('everything can be read of a home in which nothing has happened yet', async () => {
  const rig = await startApiRig([], { document: { profiles: [], settings: {} } })
  expect(await read(rig, '/overview')).toMatchObject({ successPercent: null, today: { requests: 0 } })
  expect(await read(rig, '/requests')).toEqual({ requests: [], next: null })
  expect(await read(rig, '/switches')).toEqual({ switches: [] })
  expect(await read(rig, '/queue')).toMatchObject({
    items: [],
    status: { fault: null, counts: { pending: 0 } },
  })
  expect(await read(rig, '/health')).toMatchObject({
    endpoints: [],
    today: { checks: 0, cost: { unknown: 0 } },
  })
  expect(await read(rig, '/configuration')).toMatchObject({ number: 0, keys: [], document: { profiles: [] } })
  expect(await read(rig, '/versions')).toEqual({ versions: [] })
})

test('forms are described in both languages', async () => {
  const rig = await startApiRig([], { document: { profiles: [], settings: {} } })
  const [en, zh] = [
    await read<SchemaAnswer>(rig, '/schema'),
    await read<SchemaAnswer>(rig, '/schema?lang=zh'),
  ]
  expect(en.settings.find(({ key }) => key === 'timeout.idle')).toMatchObject({
    ...{ group: 'timeout', type: 'seconds', unit: 's', default: 240, least: 0.05, scope: 'shared' },
    ...{ needsRestart: false, variable: 'QCC_TIMEOUT_IDLE' },
  })
  const asked = await rig.ask('GET', '/schema', undefined, { 'accept-language': 'zh-CN,zh;q=0.9' })
  expect(kept<SchemaAnswer>('GET', '/schema', asked).lang).toBe('zh')
  for (const part of ['profile', 'endpoint', 'settings'] as const) {
    expect(zh[part].map(({ key }) => key)).toEqual(en[part].map(({ key }) => key))
    expect(zh[part].every(({ description }) => /[一-龥]/.test(description))).toBe(true)
  }
})
