/** What comes with a request for a route: its body, its query, and the language that it wants. */
import * as v from 'valibot'
import { AppError } from '../errors/app-error.ts'
import { loadSay, type Lang, type Say } from '../i18n/say.ts'
import type { Asked } from './route.ts'

/** The body as that shape. Throws `bad-request`, with what is wrong and where. */
export async function bodyOf<T>({ request }: Asked, shape: v.GenericSchema<unknown, T>): Promise<T> {
  const text = String(await request.body())
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('bad-request', 'The body is not JSON.')
  }
  // To the shapes a list is an object without keys, and one that names nothing may mean all there is.
  if (Array.isArray(value)) throw new AppError('bad-request', 'The body is a list, and no object of JSON.')
  return shaped(shape, value, 'The body')
}

/** The query as that shape, `lang` left out, of which each route takes one. Throws `bad-request`. */
export function queryOf<T>({ query }: Asked, shape: v.GenericSchema<unknown, T>): T {
  const { lang: _lang, ...rest } = Object.fromEntries(query)
  return shaped(shape, rest, 'The query')
}

function shaped<T>(shape: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(shape, value)
  if (result.success) return result.output
  const faults = result.issues.map((issue) => {
    const place = v.getDotPath(issue)
    return place === null ? issue.message : `${place}: ${issue.message}`
  })
  throw new AppError(
    'bad-request',
    `${what} is not as it should be. ${faults.join('; ')}. See docs/schemas/openapi.json.`,
  )
}

/** `lang` of the query, or else what the browser prefers. */
export function langOf({ query, request }: Asked): Lang {
  const wanted = query.get('lang') ?? request.headers['accept-language'] ?? ''
  return /^zh\b/i.test(wanted) ? 'zh' : 'en'
}

export const sayFor = (asked: Asked): Promise<Say> => loadSay(langOf(asked))
