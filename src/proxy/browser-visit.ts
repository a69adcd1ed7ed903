/**
 * Browsers that come to look. What an endpoint answers must not be shown or run
 * by one: it would stand in the dashboard's own place, and do there with the
 * person's login whatever the dashboard may. What they fetch as data is as good
 * as what any program fetches. Source: https://www.w3.org/TR/fetch-metadata/.
 */
import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors/app-error.ts'

type Request = Pick<IncomingMessage, 'headers' | 'method'>

/** Whether a browser asks for a page to show in its window; older ones say so only by what they would like best. */
export function isVisit({ headers, method }: Request): boolean {
  if (method !== 'GET') return false
  const into = headers['sec-fetch-dest']
  if (into === undefined) return headers.accept?.includes('text/html') === true
  return into === 'document' && headers['sec-fetch-mode'] === 'navigate'
}

/** Throws `stranger` where a browser would show or run what an endpoint answers. */
export function refuseToShow(request: Request): void {
  const into = request.headers['sec-fetch-dest'] ?? 'empty'
  if (into === 'empty' && !isVisit(request)) return
  throw new AppError(
    'stranger',
    'QCC shows nothing of an endpoint in a browser, where it could do what the dashboard may. The dashboard is at /_qcc/.',
  )
}
