/** Real URLs below `/_qcc/`; the server answers all of them with the same page. */
import { computed, signal } from '@preact/signals'

const BASE = '/_qcc/'

/** Every page has one name, which is the first part of its path; the overview has none. */
export const PAGES = [
  'overview',
  'requests',
  'history',
  'queue',
  'health',
  'configuration',
  'try',
  'endpoints',
] as const
export type PageName = (typeof PAGES)[number]

/** Where the browser is: a page, what it is about, and its filters. */
export interface Place {
  /** Null where there is no such page. */
  readonly page: PageName | null
  /** The second part of the path, decoded; null without one. */
  readonly about: string | null
  readonly query: URLSearchParams
}

/** `path` with its slashes, `search` with its question mark or empty. */
export function placeAt(path: string, search: string): Place {
  const [first = '', second, ...more] = path.slice(BASE.length).split('/')
  const name = first === '' ? 'overview' : first
  const page = PAGES.find((one) => one === name) ?? null
  const isKnown = path.startsWith(BASE) && more.length === 0 && first !== 'overview'
  return {
    page: isKnown ? page : null,
    about: second === undefined || second === '' ? null : decoded(second),
    query: new URLSearchParams(search),
  }
}

/** The address of a page; filters that are null or empty are left out. */
export function addressOf(
  page: PageName,
  about: string | null = null,
  query: Readonly<Record<string, string | null>> = {},
): string {
  const kept = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== null && pair[1] !== '',
  )
  const search = new URLSearchParams(kept).toString()
  const path = page === 'overview' ? '' : page
  const tail = about === null ? '' : `/${encodeURIComponent(about)}`
  return `${BASE}${path}${tail}${search === '' ? '' : `?${search}`}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const address = signal(typeof location === 'undefined' ? BASE : location.pathname + location.search)

export const place = computed(() => {
  const [path = '', search = ''] = address.value.split('?')
  return placeAt(path, search)
})

/** Goes to another page. `replace`: without a step in the history, as for filters. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  address.value = to
  if (!replace) scrollTo(0, 0)
}

/** Lets plain clicks on links of ours change the page in place. */
export function followLinks(): void {
  addEventListener('popstate', () => {
    address.value = location.pathname + location.search
  })
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !isPlain(event) || !isOurs(link)) return
    event.preventDefault()
    navigate(link.pathname + link.search)
  })
}

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 &&
  !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented)

const isOurs = ({ download, hash, origin, pathname, target }: HTMLAnchorElement): boolean =>
  origin === location.origin && pathname.startsWith(BASE) && `${hash}${target}${download}` === ''
