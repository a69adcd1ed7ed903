/** The dashboard's files: the same page at every address of its own, and what it loads. Nothing in them is secret. */
import { AppError } from '../../errors/app-error.ts'
import type { ControlAnswer, ControlRequest } from '../../ports/control.ts'
import type { Asked, Route } from '../route.ts'

/** A file of the dashboard, as it is and compressed. */
export interface WebFile {
  readonly type: string
  /** Of its content. */
  readonly hash: string
  readonly plain: Buffer
  readonly br: Buffer | null
  readonly gzip: Buffer | null
}

/** By their paths in the dashboard's folder; empty where it was not built. */
export type WebFiles = ReadonlyMap<string, WebFile>

/** Its pages besides the first one, by their addresses; the same as in web/router.ts. */
const PAGES = ['requests', 'history', 'queue', 'health', 'configuration', 'try', 'endpoints']

export function pageRoutes(files: () => Promise<WebFiles>): readonly Route[] {
  const page = async ({ request }: Asked): Promise<ControlAnswer> => {
    const file = (await files()).get('index.html')
    if (file !== undefined) return sent(file, request, ['cache-control', 'no-cache'])
    throw new AppError('no-such-path', 'The dashboard is not part of this build: "npm run build" makes it.')
  }
  // The queue has the same addresses for programs, which must not take a page for an answer.
  const pageFor = async (asked: Asked): Promise<ControlAnswer> => {
    const { headers, path } = asked.request
    if (headers.accept?.includes('text/html') === true) return page(asked)
    throw new AppError('no-such-path', `QCC has nothing at ${path}.`)
  }
  return [
    route('/_qcc', async () => ({
      ...{ kind: 'file', status: PERMANENT, type: null, bytes: Buffer.alloc(0) },
      headers: ['location', '/_qcc/'],
    })),
    route('/_qcc/', page),
    route('/_qcc/assets/:name', async ({ params: { name = '' }, request }) => {
      const file = (await files()).get(`assets/${name}`)
      if (file !== undefined) return sent(file, request, ['cache-control', FOR_EVER])
      throw new AppError('no-such-path', `QCC has nothing at ${request.path}.`)
    }),
    ...PAGES.flatMap((name) => [route(`/_qcc/${name}`, pageFor), route(`/_qcc/${name}/:about`, pageFor)]),
  ]
}

const route = (path: string, answer: Route['answer']): Route => ({
  ...{ method: 'GET', path, access: 'machine', answer },
})

/** Their names change with their content. */
const FOR_EVER = 'public, max-age=31536000, immutable'
/** Sources: RFC 9110, sections 15.4.9 and 15.4.5. */
const PERMANENT = 308
const NOT_MODIFIED = 304

function sent(file: WebFile, { headers }: ControlRequest, keep: readonly string[]): ControlAnswer {
  const { bytes, encoding } = formOf(file, headers['accept-encoding'])
  const tag = `"${file.hash}${encoding === null ? '' : `-${encoding}`}"`
  const told = ['etag', tag, 'vary', 'accept-encoding', ...keep]
  if (headers['if-none-match']?.includes(tag) === true) {
    return { kind: 'file', status: NOT_MODIFIED, type: null, bytes: Buffer.alloc(0), headers: told }
  }
  const encoded = encoding === null ? [] : ['content-encoding', encoding]
  return { kind: 'file', status: 200, type: file.type, bytes, headers: [...told, ...encoded] }
}

/** The smallest form that the client takes. */
function formOf(
  { br, gzip, plain }: WebFile,
  accepted: ControlRequest['headers'][string],
): { readonly bytes: Buffer; readonly encoding: 'br' | 'gzip' | null } {
  const takes = (name: string): boolean =>
    new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?(?:,|$))`).test(String(accepted ?? ''))
  if (br !== null && takes('br')) return { bytes: br, encoding: 'br' }
  if (gzip !== null && takes('gzip')) return { bytes: gzip, encoding: 'gzip' }
  return { bytes: plain, encoding: null }
}
