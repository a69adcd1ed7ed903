import type { Trail } from '../ports/trail.ts'
import type { RequestSummary } from './shapes/requests.ts'
import { attemptsOf, costOfRequest, tokensOf } from './used.ts'

/** A request in one line of a list. */
export function requestSummary(trail: Trail): RequestSummary {
  const { arrivedAt, bytes, fence, kind, method, model, path, request, session, stream } = trail
  const { attempts, contentAfterMs, ending, endpoint, status, tookMs } = trail
  const failed = attemptsOf(trail).findLast(({ outcome }) => outcome !== 'ok')
  return {
    ...{ request, arrivedAt, method, path, kind, model, stream, bytes, session, fence },
    ...{ ending, status, endpoint, attempts, why: failed?.why ?? null, contentAfterMs, tookMs },
    ...{ tokens: tokensOf(trail), cost: costOfRequest(trail) },
  }
}

/** What is looked for; all that is named must fit. */
export interface RequestFilter {
  readonly ending?: Trail['ending'] | undefined
  readonly kind?: Trail['kind'] | undefined
  /** `PROFILE/NAME`: one of these was asked, whether or not it answered. */
  readonly endpoints?: readonly string[] | undefined
  /** The profile that it was limited to, or of an endpoint that was asked. */
  readonly profile?: string | undefined
  readonly model?: string | undefined
  readonly minMs?: number | undefined
  /** The beginning of an id. */
  readonly id?: string | undefined
}

export function fits(trail: Trail, filter: RequestFilter): boolean {
  const { ending, id, kind, minMs = 0, model } = filter
  return (
    (ending === undefined || trail.ending === ending) &&
    (kind === undefined || trail.kind === kind) &&
    (model === undefined || trail.model === model) &&
    (id === undefined || trail.request.startsWith(id)) &&
    trail.tookMs >= minMs &&
    wasAsked(trail, filter)
  )
}

function wasAsked(trail: Trail, { endpoints, profile }: RequestFilter): boolean {
  if (endpoints === undefined && profile === undefined) return true
  const asked = attemptsOf(trail).map((step) => step.endpoint)
  const isOf = profile === undefined || trail.fence === profile
  return (
    (endpoints === undefined || endpoints.some((one) => asked.includes(one))) &&
    (isOf || asked.some((one) => one.startsWith(`${profile}/`)))
  )
}
