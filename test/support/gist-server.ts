/**
 * GitHub's API for gists, as far as sync asks it, on loopback. After its
 * documentation (https://docs.github.com/en/rest/gists): tokens, versions,
 * pages, files that are cut off, and each error with its body and headers.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { TOKEN } from './gist-token.ts'

/** From this length on the API cuts a file off; the real one at a megabyte. */
const CUT_AT = 20_000

interface StoredGist {
  readonly id: string
  readonly description: string
  readonly versions: { readonly version: string; readonly files: Readonly<Record<string, string>> }[]
}

/** What the next request gets instead of its answer. */
export interface Trouble {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

export interface GistServer {
  /** With `/api/v3`, as GitHub Enterprise has it. */
  readonly api: string
  readonly gists: Map<string, StoredGist>
  /** Method, path and whether the token came with it. */
  readonly asked: string[]
  readonly trouble: Trouble[]
  /** Called between what a PATCH finds and what it writes. */
  beforePatch: (() => void) | null
  add(files: Readonly<Record<string, string>>): string
  write(id: string, files: Readonly<Record<string, string>>): void
}

export async function startGistServer(): Promise<GistServer> {
  const gists = new Map<string, StoredGist>()
  let made = 0
  const versionOf = (text: string): string =>
    createHash('sha1')
      .update(`${String(++made)} ${text}`)
      .digest('hex')
  const state: GistServer = {
    api: '',
    gists,
    asked: [],
    trouble: [],
    beforePatch: null,
    add: (files) => {
      const id = versionOf('id').slice(0, 32)
      gists.set(id, { id, description: '', versions: [] })
      state.write(id, files)
      return id
    },
    write: (id, files) => {
      const gist = gists.get(id)
      const before = gist?.versions[0]?.files ?? {}
      gist?.versions.unshift({ version: versionOf(JSON.stringify(files)), files: { ...before, ...files } })
    },
  }
  const server = createServer((request, response) => {
    void answer(state, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(state, { api: `http://127.0.0.1:${String(port)}/api/v3` })
}

async function answer(state: GistServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', state.api)
  const hasToken = request.headers.authorization === `Bearer ${TOKEN}`
  const { method = '' } = request
  state.asked.push(
    `${method} ${url.pathname.replace('/api/v3', '')}${url.search}${hasToken ? '' : ' (no token)'}`,
  )
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
  const say = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
  const trouble = state.trouble.shift()
  if (trouble !== undefined) {
    say(trouble.status, trouble.body, trouble.headers)
    return
  }
  const path = url.pathname.replace('/api/v3', '').split('/').slice(1)
  if (path[0] === 'raw') response.end(rawFile(state, path))
  else if (request.headers['user-agent'] === undefined) {
    say(403, { message: 'Request forbidden by administrative rules.' })
  } else if (!hasToken) say(401, { message: 'Bad credentials' })
  else serve(state, { method, url, path, text }, say)
}

const rawFile = ({ gists }: GistServer, [, id = '', version, name = '']: readonly string[]): string =>
  gists.get(id)?.versions.find((one) => one.version === version)?.files[name] ?? ''

interface Asked {
  readonly method: string
  readonly url: URL
  readonly path: readonly string[]
  readonly text: string
}

function serve(state: GistServer, { method, path, text, url }: Asked, say: Say): void {
  if (method === 'POST') {
    const { files } = JSON.parse(text) as { files: Record<string, { content: string }> }
    say(201, told(state, state.add(contents(files)), null))
  } else if (path.length === 1) listed(state, url, say)
  else one(state, { method, id: path[1] ?? '', version: path[2] ?? null, text }, say)
}

type Say = (status: number, body: unknown, headers?: Readonly<Record<string, string>>) => void

function one(
  state: GistServer,
  {
    id,
    method,
    text,
    version,
  }: { readonly method: string; readonly id: string; readonly version: string | null; readonly text: string },
  say: Say,
): void {
  if (!state.gists.has(id)) {
    say(404, { message: 'Not Found' })
    return
  }
  if (method === 'PATCH') {
    state.beforePatch?.()
    state.beforePatch = null
    state.write(id, contents((JSON.parse(text) as { files: Record<string, { content: string }> }).files))
  }
  say(200, told(state, id, version))
}

const contents = (files: Readonly<Record<string, { readonly content: string }>>) =>
  Object.fromEntries(Object.entries(files).map(([name, { content }]) => [name, content]))

function told(state: GistServer, id: string, version: string | null): object {
  const versions = state.gists.get(id)?.versions ?? []
  const at = version === null ? 0 : versions.findIndex((one) => one.version === version)
  const shown = versions[at]
  const files = Object.entries(shown?.files ?? {}).map(([filename, content]) => {
    const raw_url = `${state.api}/raw/${id}/${shown?.version ?? ''}/${filename}`
    const truncated = content.length > CUT_AT
    return [
      filename,
      { filename, size: content.length, raw_url, truncated, content: content.slice(0, CUT_AT) },
    ]
  })
  const history = versions.slice(Math.max(at, 0)).map((one) => ({ version: one.version, committed_at: 'x' }))
  return { id, public: false, files: Object.fromEntries(files) as object, history }
}

function listed(state: GistServer, url: URL, say: Say): void {
  const perPage = Number(url.searchParams.get('per_page') ?? 30)
  const page = Number(url.searchParams.get('page') ?? 1)
  const all = [...state.gists.keys()]
  const shown = all.slice((page - 1) * perPage, page * perPage).map((id) => {
    const { history: _, ...gist } = told(state, id, null) as { readonly history: unknown }
    return gist
  })
  const next = `<${state.api}/gists?per_page=${String(perPage)}&page=${String(page + 1)}>; rel="next", <x>; rel="last"`
  say(200, shown, page * perPage < all.length ? { link: next } : {})
}
