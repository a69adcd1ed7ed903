// Lesson 42, for every operation that there is: who is let in, and that a body which is none does nothing.
import { expect, test } from 'vitest'
import { OPERATIONS, type Operation } from '../../src/admin/contract/operations.ts'
import { startApiRig } from '../support/api-rig.ts'
import { loggedIn } from '../support/browser.ts'
import { send } from '../support/http.ts'

type Headers = Readonly<Record<string, string>>
type Statuses = Readonly<Record<string, number>>

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`
const isChange = ({ method }: Operation): boolean => method !== 'GET'
const all = (operations: readonly Operation[], status: number): Statuses =>
  Object.fromEntries(operations.map((one) => [nameOf(one), status]))
const namesOf = (operations: readonly Operation[]): readonly string[] => operations.map(nameOf)

/** The status that each of them answers with. */
async function asked(
  operations: readonly Operation[],
  url: string,
  headers: Headers,
  body: string | Buffer = 'no JSON',
): Promise<Statuses> {
  const found: Record<string, number> = {}
  for (const one of operations) {
    const target = url + one.path.replace(/:\w+/g, '999')
    const { status } = await send(target, { method: one.method, headers, body: isChange(one) ? body : '' })
    found[nameOf(one)] = status
  }
  return found
}

const refusedIn = (found: Statuses): readonly string[] =>
  Object.keys(found).filter((name) => [401, 403].includes(found[name] ?? 0))

/** All but those that a login, or the token of `run.json`, opens. */
const open = OPERATIONS.filter(({ access }) => access !== 'viewer' && access !== 'admin')
const closed = OPERATIONS.filter((one) => !open.includes(one))
const forAdmins = closed.filter(({ access }) => access === 'admin')
/** A stream has no end, and logging out ends what is tried here. */
const forViewers = closed.filter(
  ({ access, path }) => access === 'viewer' && !/\/(?:events|logout)$/.test(path),
)
const changes = closed.filter(isChange)

test('nothing is open that is not meant to be', () => {
  expect(namesOf(open).map((name) => name.split('/').at(-1))).toEqual([
    ...['identity', 'healthz', 'readyz', 'metrics', 'login'],
  ])
  expect(changes.filter(({ access }) => access === 'viewer').map(nameOf)).toEqual([
    'POST /_qcc/api/v1/logout',
  ])
})

test('every operation is for those alone whom the contract names', async () => {
  const { token, url } = await startApiRig([])
  const [viewer, admin] = [await loggedIn(url, token, 'viewer'), await loggedIn(url, token)]
  const as = ({ cookie, csrf }: typeof admin): Headers => ({ cookie, 'x-qcc-csrf': csrf })
  const owner: Headers = { authorization: `Bearer ${token}` }
  expect(await asked(closed, url, {})).toEqual(all(closed, 401))
  expect(await asked(closed, url, { authorization: `Bearer ${token}x` })).toEqual(all(closed, 401))
  expect(await asked(forAdmins, url, as(viewer))).toEqual(all(forAdmins, 403))
  for (const { cookie } of [viewer, admin]) {
    expect(await asked(changes, url, { cookie })).toEqual(all(changes, 403))
  }
  // With all that opens it, from the page of somebody else.
  for (const from of [{ origin: 'http://127.0.0.1:1' }, { 'sec-fetch-site': 'cross-site' }]) {
    const found = await asked(OPERATIONS, url, { ...as(admin), ...owner, ...from })
    expect(found).toEqual(all(OPERATIONS, 403))
  }
  expect(refusedIn(await asked(forViewers, url, as(viewer)))).toEqual([])
  for (const headers of [as(admin), owner]) {
    expect(refusedIn(await asked([...forViewers, ...forAdmins], url, headers))).toEqual([])
  }
})

test('no operation takes a body that is none', async () => {
  const { token, url } = await startApiRig([])
  const taking = closed.filter((one) => one.body !== undefined)
  const headers = { authorization: `Bearer ${token}` }
  for (const body of ['', '[]', 'null', '"text"', '{"nobody knows this":1}', '{"hand":']) {
    expect([body, await asked(taking, url, headers, body)]).toEqual([body, all(taking, 400)])
  }
  expect(await asked(taking, url, headers, Buffer.alloc(2 ** 20 + 1))).toEqual(all(taking, 413))
})
