import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { readWebFiles } from '../../src/app/web-files.ts'
import { errorOf, send, type Answer } from '../support/http.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { startRigWithLogins } from '../support/rig-logins.ts'

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const get = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  send(url, { method: 'GET', headers })

/** The script that the page loads. */
async function scriptOf(url: string): Promise<string> {
  const page = (await get(`${url}/_qcc/`)).body.toString()
  const [, path = ''] = /<script[^>]* src="(\/_qcc\/assets\/[^"]+\.js)"/.exec(page) ?? []
  return url + path
}

beforeAll(() => {
  // Built with the program, which all end-to-end tests run on.
  expect(readWebFiles().size).toBeGreaterThan(0)
})

test.each([
  '/_qcc/',
  '/_qcc/requests',
  '/_qcc/queue/0f2d0ae5-4f0c-4b5e-8d70-a3b0f3ef8e11',
  '/_qcc/endpoints/abc?x=1',
])('a browser that goes to %s gets the page', async (path) => {
  const { url } = await startRigWithLogins()
  const headers = { ...HTML, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const answer = await get(url + path, headers)
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(answer.body.toString()).toContain('<div id="app">')
  expect(answer.headers['cache-control']).toBe('no-cache')
})

test('each page that the dashboard has has an address here', async () => {
  const router = readFileSync(join(import.meta.dirname, '../../web/router.ts'), 'utf8')
  const [, list = ''] = /export const PAGES = \[([^\]]*)\]/.exec(router) ?? []
  const names = [...list.matchAll(/'(\w+)'/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'overview')
  expect(names.length).toBeGreaterThan(5)
  const { url } = await startRigWithLogins()
  for (const name of names)
    expect([name, (await get(`${url}/_qcc/${name}`, HTML)).status]).toEqual([name, 200])
})

test('a program that asks for the queue by the same address gets the queue, and for anything else an error', async () => {
  const { url } = await startRigWithLogins()
  for (const path of [
    'queue/0f2d0ae5-4f0c-4b5e-8d70-a3b0f3ef8e11',
    'requests',
    'api/v1',
    'assets/../index.html',
  ]) {
    expect((await get(`${url}/_qcc/${path}`)).status).toBe(404)
  }
  for (const path of [
    'api/v1',
    'api/nothing',
    'assets/nothing.js',
    'assets/%2e%2e%2findex.html',
    'a',
    'a/b/c',
  ]) {
    const answer = await get(`${url}/_qcc/${path}`, HTML)
    expect([answer.status, errorOf(answer).type]).toEqual([404, 'not_found_error'])
  }
  const bare = await get(`${url}/_qcc`)
  expect([bare.status, bare.headers.location]).toEqual([308, '/_qcc/'])
})

test('files come in the smallest form that is taken, are the same in all, and are kept for ever', async () => {
  const { url } = await startRigWithLogins()
  const script = await scriptOf(url)
  const as = async (accepted: string) => get(script, { 'accept-encoding': accepted })
  const [plain, br, gzip] = [
    await as('identity'),
    await as('gzip, deflate, br, zstd'),
    await as('gzip;q=1, br;q=0'),
  ]
  expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([
    undefined,
    'br',
    'gzip',
  ])
  expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
  expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
  expect(br.body.length).toBeLessThan(plain.body.length)
  for (const { headers } of [plain, br, gzip]) {
    expect(headers).toMatchObject({
      ...{ 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' },
      ...{ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' },
    })
  }
  expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3)
})

test('what a browser has already is not sent again', async () => {
  const { url } = await startRigWithLogins()
  const first = await get(`${url}/_qcc/`)
  const again = await get(`${url}/_qcc/`, { 'if-none-match': first.headers.etag ?? '' })
  expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, first.headers.etag])
  expect((await get(`${url}/_qcc/`, { 'if-none-match': '"x"' })).status).toBe(200)
})

test('the page loads from its own place only', async () => {
  const { url } = await startRigWithLogins()
  const page = (await get(`${url}/_qcc/`)).body.toString()
  const from = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, where = '']) => where)
  expect(from.filter((where) => !where.startsWith('/_qcc/assets/') && where !== 'data:,')).toEqual([])
})

test('a folder is read with what is compressed beside it; where there is none, there are no files', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<p>')
  writeFileSync(join(folder, 'assets', 'a.js'), 'a')
  writeFileSync(join(folder, 'assets', 'a.js.br'), 'br')
  writeFileSync(join(folder, 'notes.txt'), 'no')
  const files = readWebFiles(folder)
  expect([...files.keys()].sort()).toEqual(['assets/a.js', 'index.html'])
  expect(files.get('assets/a.js')).toMatchObject({
    plain: Buffer.from('a'),
    br: Buffer.from('br'),
    gzip: null,
  })
  expect(readWebFiles(join(folder, 'missing')).size).toBe(0)
})
