import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/app/system-clock.ts'
import { addProfile, setSetting } from '../../src/core/config/changes.ts'
import type { Remote } from '../../src/ports/remote.ts'
import { UndiciSender } from '../../src/sender/undici-sender.ts'
import { gistAccount, gistRemote } from '../../src/sync/gist-remote.ts'
import { own } from '../support/documents.ts'
import { startGistServer, type GistServer } from '../support/gist-server.ts'
import { TOKEN } from '../support/gist-token.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { PASSPHRASE, quickSealing, syncHomeAt } from '../support/sync-homes.ts'

const NAME = 'qcc-sync.age'
const parts = { sender: new UndiciSender(), clock: systemClock, timeoutMs: 5_000, token: TOKEN }
const remoteOf = ({ api }: GistServer, id: string, more: object = {}): Remote =>
  gistRemote({ ...parts, api, id, ...more })

async function two() {
  const server = await startGistServer()
  const id = await gistAccount({ ...parts, api: server.api }).create()
  const folder = temporaryFolder()
  const home = (name: string) => syncHomeAt(join(folder, name), remoteOf(server, id))
  return { server, id, here: await home('here'), there: await home('there') }
}

test('what one home has the other gets, over GitHub Enterprise’s address too', async () => {
  const { here, id, server, there } = await two()
  await here.change(addProfile({ name: 'work', endpoints: [own('0000000a', 'one')] }))
  expect(await here.sync()).toMatchObject({ wrote: true })
  expect(await there.sync()).toMatchObject({ wrote: false, version: 1 })
  await there.change(setSetting('timeout.idle', 9))
  await there.sync()
  await here.sync()
  expect((await here.document()).settings).toEqual({ 'timeout.idle': 9 })
  const stored = server.gists.get(id)?.versions.map(({ files }) => files[NAME] ?? '') ?? []
  // What was made with the gist, and a version for each write.
  expect(stored.slice(0, -1).every((text) => text.startsWith('-----BEGIN AGE ENCRYPTED FILE-----'))).toBe(
    true,
  )
  expect(server.asked.some((line) => line.includes('no token'))).toBe(false)
})

test('a file that the API cuts off is read as a whole', async () => {
  const { here, there } = await two()
  for (let at = 0; at < 60; at++) {
    const id = String(at).padStart(8, '0')
    await here.change(addProfile({ name: `p${id}`, description: id.repeat(40), endpoints: [own(id, 'one')] }))
  }
  await here.sync()
  await there.sync()
  expect((await there.document()).profiles).toHaveLength(60)
})

test('a write that overtakes another one merges it at once', async () => {
  const { here, id, server, there } = await two()
  await here.change(setSetting('timeout.idle', 1))
  await here.sync()
  await there.sync()
  await there.change(setSetting('timeout.quiet', 2))
  await there.sync()
  const theirs = server.gists.get(id)?.versions[0]?.files[NAME] ?? ''
  // As if "there" wrote between the look and the write of "here".
  server.gists.get(id)?.versions.shift()
  await here.change(setSetting('timeout.connect', 3))
  server.beforePatch = () => {
    server.write(id, { [NAME]: theirs })
  }
  await here.sync()
  const all = { 'timeout.connect': 3, 'timeout.idle': 1, 'timeout.quiet': 2 }
  expect((await here.document()).settings).toEqual(all)
  await there.sync()
  expect((await there.document()).settings).toEqual(all)
})

test('a gist is found again on any page of a list, and made where there is none', async () => {
  const server = await startGistServer()
  const account = gistAccount({ ...parts, api: server.api })
  expect(await account.find()).toBeNull()
  for (let at = 0; at < 230; at++) server.add({ 'note.txt': String(at) })
  const id = server.add({ [NAME]: 'x' })
  expect(await account.find()).toBe(id)
  expect(server.asked.filter((line) => line.startsWith('GET /gists?'))).toHaveLength(4)
})

describe('trouble is told, and changes nothing', () => {
  const reset = String(Math.floor(Date.now() / 1_000) + 1_800)
  test.each<[string, { status: number; message: string; headers?: Record<string, string> }, object]>([
    ['a refused token', { status: 401, message: 'Bad credentials' }, { text: 'sync-fault.token-refused' }],
    [
      'a token without the right',
      { status: 403, message: 'Resource not accessible by personal access token' },
      { text: 'sync-fault.forbidden' },
    ],
    [
      'a rate limit',
      {
        status: 403,
        message: 'API rate limit exceeded',
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      },
      {
        text: 'sync-fault.limited',
        details: expect.objectContaining({ time: new Date(Number(reset) * 1_000).toISOString() }) as object,
      },
    ],
    [
      'a secondary rate limit',
      { status: 429, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '60' } },
      { text: 'sync-fault.limited' },
    ],
    ['a gist that is not there', { status: 404, message: 'Not Found' }, { text: 'sync-fault.no-gist' }],
    [
      'a body that is refused',
      { status: 422, message: 'Validation Failed' },
      { text: 'sync-fault.unprocessable' },
    ],
    ['an outage', { status: 502, message: 'Server Error' }, { text: 'sync-fault.api' }],
  ])('%s', async (_what, { headers = {}, message, status }, fault) => {
    const { here, id, server } = await two()
    await here.change(setSetting('timeout.idle', 1))
    const before = server.gists.get(id)?.versions.length
    server.trouble.push({ status, body: { message }, headers })
    await expect(here.sync()).rejects.toMatchObject(fault)
    expect(server.gists.get(id)?.versions).toHaveLength(before ?? 0)
    expect(await here.sync()).toMatchObject({ wrote: true })
  })

  test('a conflict of writers (409) is merged again', async () => {
    const { here, server } = await two()
    await here.change(setSetting('timeout.idle', 1))
    const fine = { status: 409, body: { message: 'Gist cannot be updated.' } }
    const { beforePatch } = server
    expect(beforePatch).toBeNull()
    // Read, look, then the write that conflicts.
    const original = server.trouble.shift.bind(server.trouble)
    let asked = 0
    server.trouble.shift = () => (++asked === 3 ? fine : original())
    expect(await here.sync()).toMatchObject({ wrote: true })
  })

  test('silence, and nobody there', async () => {
    const { here, id } = await two()
    const mute = createServer(() => undefined).listen(0, '127.0.0.1')
    onTestFinished(() => {
      mute.closeAllConnections()
      mute.close()
    })
    await once(mute, 'listening')
    const api = `http://127.0.0.1:${String((mute.address() as AddressInfo).port)}`
    const silent = { ...here.parts, remote: gistRemote({ ...parts, api, id, timeoutMs: 50 }) }
    const { syncHome } = await import('../../src/sync/sync-home.ts')
    const wish = { direction: 'both', dryRun: false, decide: async () => [] } as const
    await expect(syncHome(silent, wish)).rejects.toMatchObject({ text: 'sync-fault.slow' })
    const nobody = { ...here.parts, remote: gistRemote({ ...parts, api: 'http://127.0.0.1:1', id }) }
    await expect(syncHome(nobody, wish)).rejects.toMatchObject({ text: 'sync-fault.unreached' })
  })
})

test('the token goes to no other host', async () => {
  const [server, other] = [await startGistServer(), await startGistServer()]
  const text = await quickSealing.seal('x'.repeat(30_000), PASSPHRASE)
  const id = server.add({ [NAME]: text })
  const version = server.gists.get(id)?.versions[0]?.version ?? ''
  other.gists.set(id, { id, description: '', versions: [{ version, files: { [NAME]: text } }] })
  const raw = `${other.api}/raw/${id}/${version}/${NAME}`
  const files = { [NAME]: { content: text.slice(0, 10), truncated: true, raw_url: raw, size: text.length } }
  server.trouble.push({ status: 200, body: { id, files, history: [{ version }] } })
  expect(await remoteOf(server, id).read()).toMatchObject({ kind: 'present', revision: version })
  expect(other.asked).toEqual([expect.stringContaining('(no token)')])
})
