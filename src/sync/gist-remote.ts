/**
 * A gist as a remote. The API cannot write on a condition: what was there is
 * asked just before, and what is there just after. Whoever was overwritten in
 * between is found in the gist's own history, and merged at once.
 */
import type { Remote, RemoteState, Written } from '../ports/remote.ts'
import { askApi, type ApiAnswer, type ApiParts, type ApiRequest } from './ask-api.ts'
import { BUNDLE } from './folder-remote.ts'
import { gistIn, goodAnswer, nextPage, type Gist, type GistFile } from './gist-answers.ts'
import { syncFault } from './sync-fault.ts'

export interface GistPlace extends ApiParts {
  /** Such as `https://api.github.com`, or `https://HOST/api/v3`. */
  readonly api: string
  readonly id: string
  readonly token: string
}

/** A gist of the person's own, found or made. */
export interface GistAccount {
  /** The gist that holds a bundle; null when none does. */
  find(): Promise<string | null>
  /** A new secret one, for a bundle. Resolves to its id. */
  create(): Promise<string>
}

export function gistRemote(place: GistPlace): Remote {
  const { id } = place
  const name = `gist ${id} (${new URL(place.api).host})`
  const at = (version: string | null): Promise<Gist> =>
    gist(place, name, 'GET', `/gists/${id}${version === null ? '' : `/${version}`}`)
  const stateOf = async (one: Gist): Promise<RemoteState> => {
    const [newest] = one.history
    const file = one.files[BUNDLE] ?? null
    const revision = newest?.version ?? null
    if (file === null || file.content === NOTHING_YET) return { kind: 'empty', revision }
    return { kind: 'present', revision: revision ?? '', bytes: await contentOf(place, name, file) }
  }
  return {
    name,
    read: async () => stateOf(await at(null)),
    write: async (expected, bytes): Promise<Written> => {
      const before = await at(null)
      if ((before.history[0]?.version ?? null) !== expected) return { kind: 'stale' }
      const content = Buffer.from(bytes).toString()
      const written = await patched(place, name, content)
      if (written === null) return { kind: 'stale' }
      const [mine, previous] = written.history
      const there = await stateOf(await at(mine?.version ?? null))
      if (there.kind === 'empty' || !Buffer.from(bytes).equals(there.bytes)) {
        throw syncFault('sync-fault.not-read-back', { remote: name })
      }
      const { revision } = there
      if (previous === undefined || previous.version === expected) return { kind: 'written', revision }
      const overtaken = await stateOf(await at(previous.version))
      return overtaken.kind === 'empty'
        ? { kind: 'written', revision }
        : { kind: 'overtook', revision, bytes: overtaken.bytes }
    },
  }
}

/** A gist must have something in it. */
const NOTHING_YET = 'QCC has not written here yet.'
const DESCRIPTION = 'QCC configuration, encrypted'
/** The most that the API takes. */
const PER_PAGE = 100
/** As far as anybody's gists go. */
const MOST_PAGES = 30

export function gistAccount(place: Omit<GistPlace, 'id'>): GistAccount {
  const name = new URL(place.api).host
  return {
    find: async () => {
      let page: URL | null = apiUrl(place.api, `/gists?per_page=${String(PER_PAGE)}`)
      for (let count = 0; page !== null && count < MOST_PAGES; count++) {
        const answer = await ask(place, { url: page, method: 'GET', body: null, remote: name })
        const gists = goodAnswer(answer, name, place.clock.now())
        const found = (Array.isArray(gists) ? gists : []).map(gistIn).find((one) => hasBundle(one))
        if (found !== undefined && found !== null) return found.id
        page = nextPage(answer.headers, page)
      }
      return null
    },
    create: async () => {
      const files = { [BUNDLE]: { content: NOTHING_YET } }
      const body = { description: DESCRIPTION, public: false, files }
      return (await gist(place, name, 'POST', '/gists', body)).id
    },
  }
}

const hasBundle = (one: Gist | null): boolean => one !== null && Object.hasOwn(one.files, BUNDLE)

/** Null: somebody else writes right now. */
async function patched(place: GistPlace, name: string, content: string): Promise<Gist | null> {
  const url = apiUrl(place.api, `/gists/${place.id}`)
  const body = { files: { [BUNDLE]: { content } } }
  const answer = await ask(place, { url, method: 'PATCH', body, remote: name })
  return answer.status === 409 ? null : wholeGist(answer, name, place)
}

async function gist(
  place: Omit<GistPlace, 'id'>,
  remote: string,
  method: ApiRequest['method'],
  path: string,
  body: object | null = null,
): Promise<Gist> {
  const answer = await ask(place, { url: apiUrl(place.api, path), method, body, remote })
  return wholeGist(answer, remote, place)
}

function wholeGist(answer: ApiAnswer, remote: string, { clock }: Pick<GistPlace, 'clock'>): Gist {
  const found = gistIn(goodAnswer(answer, remote, clock.now()))
  if (found === null) throw syncFault('sync-fault.api', { remote, status: answer.status, why: 'no gist' })
  return found
}

/** Of a file that the API cut off the rest is elsewhere, where the token goes only if it is the API's own host. */
async function contentOf(place: GistPlace, remote: string, file: GistFile): Promise<Uint8Array> {
  if (!file.truncated && typeof file.content === 'string') return Buffer.from(file.content)
  if (!URL.canParse(file.raw_url))
    throw syncFault('sync-fault.api', { remote, status: 200, why: 'no content' })
  const url = new URL(file.raw_url)
  const token = url.origin === new URL(place.api).origin ? place.token : null
  const answer = await askApi(place, { url, method: 'GET', token, body: null, remote })
  if (answer.status === 200) return answer.body
  goodAnswer(answer, remote, place.clock.now())
  throw syncFault('sync-fault.api', { remote, status: answer.status, why: file.raw_url })
}

const ask = (place: Omit<GistPlace, 'id'>, request: Omit<ApiRequest, 'token'>): Promise<ApiAnswer> =>
  askApi(place, { ...request, token: place.token })

const apiUrl = (api: string, path: string): URL => new URL(api.replace(/\/+$/, '') + path)
