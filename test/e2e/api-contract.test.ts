// Every operation of the contract is asked once, and its answer held against the contract and openapi.json.
import { get } from 'node:http'
import { expect, test } from 'vitest'
import { API } from '../../src/admin/contract.ts'
import { OPERATIONS } from '../../src/admin/contract/operations.ts'
import { startApiRig, type ApiRig } from '../support/api-rig.ts'
import { kept, operationOf } from '../support/contract.ts'
import { send, sendMessage } from '../support/http.ts'
import { idOf, upstream } from '../support/rig.ts'

type Ask = <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>
type Step = (ask: Ask, rig: ApiRig) => Promise<unknown>

const endpoint = idOf('one')
const message = { profile: null, model: null, text: 'hello' }
const newest = async (ask: Ask, path: string): Promise<string> => {
  const found = await ask<Record<string, readonly { readonly id?: string; readonly request?: string }[]>>(
    'GET',
    path,
  )
  const [one] = Object.values(found).flat()
  return one?.id ?? one?.request ?? ''
}
const documentOf = (ask: Ask) =>
  ask<{ readonly number: number; readonly document: object }>('GET', '/configuration')

/** In this order, by the operation; what is only read or asked without more needs no step. */
const STEPS: Readonly<Record<string, Step>> = {
  'POST /retry': async (ask, { url }) => {
    await sendMessage(url)
    await ask('POST', '/retry', { ids: [await newest(ask, '/queue')] })
  },
  'POST /login-link': (ask) => ask('POST', '/login-link', { role: 'viewer', ttlMs: 60_000 }),
  'DELETE /shares/:id': async (ask) => ask('DELETE', `/shares/${await newest(ask, '/shares')}`),
  'POST /probe': (ask) => ask('POST', '/probe', { endpoints: [endpoint], kind: 'free' }),
  'POST /switch': (ask) => ask('POST', '/switch', { hand: { profile: 'work', only: false, reason: null } }),
  'POST /try': (ask) => ask('POST', '/try', message),
  'GET /requests/:id': async (ask) => ask('GET', `/requests/${await newest(ask, '/requests')}`),
  'GET /requests/:id/text': async (ask) => ask('GET', `/requests/${await newest(ask, '/requests')}/text`),
  'GET /endpoints/:id': (ask) => ask('GET', `/endpoints/${endpoint}`),
  'GET /queue/:id': async (ask) => ask('GET', `/queue/${await newest(ask, '/queue')}`),
  'GET /queue/:id/content': async (ask) => ask('GET', `/queue/${await newest(ask, '/queue')}/content`),
  'POST /queue/clear': (ask) => ask('POST', '/queue/clear', {}),
  'POST /preview': async (ask) => {
    const { document, number: base } = await documentOf(ask)
    await ask('POST', '/preview', { base, document })
  },
  'PUT /configuration': async (ask) => {
    const { document, number: base } = await documentOf(ask)
    await ask('PUT', '/configuration', { base, document })
  },
  'POST /keys': (ask) => ask('POST', '/keys', { key: 'made-up-0123456789' }),
  'POST /enabled': (ask) => ask('POST', '/enabled', { endpoint, on: true }),
  'POST /drain': (ask) => ask('POST', '/drain', { endpoint, on: true }),
  'GET /versions/:number': (ask) => ask('GET', '/versions/1'),
  'GET /diff': (ask) => ask('GET', '/diff?from=0&to=1'),
  'POST /rollback': async (ask) => ask('POST', '/rollback', { to: 1, base: (await documentOf(ask)).number }),
  'POST /notify': (ask) => ask('POST', '/notify', { channel: null }),
}

/** What answers no JSON, by what it answers. */
const OTHERS: Readonly<Record<string, readonly [status: number, type: string | undefined]>> = {
  'GET /_qcc/metrics': [200, 'text/plain; version=0.0.4; charset=utf-8'],
  'GET /_qcc/login': [303, undefined],
  'GET /events': [200, 'text/event-stream'],
}
const LAST = 'POST /stop'

const nameOf = ({ method, path }: (typeof OPERATIONS)[number]): string =>
  `${method} ${path.startsWith(API) ? path.slice(API.length) : path}`

/** Of a question whose answer need not end. */
function headOf(url: string, headers: Readonly<Record<string, string>>) {
  return new Promise<readonly [number | undefined, string | undefined]>((resolve, reject) => {
    const asking = get(url, { headers, agent: false }, ({ headers: got, statusCode }) => {
      resolve([statusCode, got['content-type']])
      asking.destroy()
    })
    asking.on('error', reject)
  })
}

test('every operation answers as the contract says, and as openapi.json publishes it', async () => {
  const up = await upstream('one', [{ do: 'status', status: 500 }, { do: 'serve' }])
  const rig = await startApiRig([up], { settings: { 'hold.max': 0, 'attempts.max': 1 } })
  const met = new Set<string>()
  const ask: Ask = async (method, path, body) => {
    const answer = path.startsWith('/_qcc/')
      ? await send(rig.url + path, { method })
      : await rig.ask(method, path, body)
    met.add(nameOf(operationOf(method, path)))
    return kept(method, path, answer)
  }
  const names = OPERATIONS.map(nameOf)
  const steps = Object.keys(STEPS)
  for (const name of [...steps, ...names.filter((one) => one !== LAST && !steps.includes(one)), LAST]) {
    const [method = '', path = ''] = name.split(' ')
    if (OTHERS[name] !== undefined) continue
    await (STEPS[name]?.(ask, rig) ?? ask(method, path, name === LAST ? { drainMs: 0 } : undefined))
  }
  expect([...met, ...Object.keys(OTHERS)].toSorted()).toEqual(names.toSorted())
})

test('what answers no JSON is of the type that the contract says', async () => {
  const rig = await startApiRig([])
  const link = JSON.parse((await rig.ask('POST', '/login-link', { role: 'admin' })).body.toString()) as {
    readonly url: string
  }
  const authorization = `Bearer ${rig.token}`
  const found = await Promise.all([
    headOf(`${rig.url}/_qcc/metrics`, {}),
    headOf(link.url, {}),
    headOf(`${rig.url}${API}/events`, { authorization }),
  ])
  expect(found).toEqual(Object.values(OTHERS))
  expect(
    OPERATIONS.filter(({ type }) => type !== undefined)
      .map(nameOf)
      .toSorted(),
  ).toEqual(Object.keys(OTHERS).toSorted())
})
