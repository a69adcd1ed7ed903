/** What commands say to have something done, as values of the contract. */
import { AppError } from '../errors/app-error.ts'
import type { ProbeRequest, RetryRequest, StopRequest, SwitchRequest } from './contract.ts'
import { probeRequest, retryRequest, stopRequest, switchRequest } from './contract/actions.ts'
import { parsed } from './parsed.ts'

/** Throws `bad-request` for anything that is not a stop request. */
export function parseStopRequest(body: string): StopRequest {
  const request = parsed(stopRequest, body)
  if (request !== null) return request
  throw new AppError('bad-request', 'The body is JSON of the form {"drainMs": 30000}, for 24 days at most.')
}

/** Throws `bad-request` for anything that does not name endpoints. */
export function parseProbeRequest(body: string): ProbeRequest {
  const request = parsed(probeRequest, body)
  if (request !== null) return request
  throw new AppError(
    'bad-request',
    'The body is JSON of the form {"endpoints": ["ID"], "kind": "conversation"}.',
  )
}

/** Throws `bad-request` for anything that is not a switch by hand. */
export function parseSwitchRequest(body: string): SwitchRequest {
  const request = parsed(switchRequest, body)
  if (request !== null) return request
  throw new AppError(
    'bad-request',
    'The body is JSON of the form {"hand": {"profile": "NAME", "only": false, "reason": null}} or {"hand": null}.',
  )
}

/** Throws `bad-request` for anything that does not say what to send again. */
export function parseRetryRequest(body: string): RetryRequest {
  const request = parsed(retryRequest, body)
  if (request !== null) return request
  throw new AppError('bad-request', 'The body is JSON of the form {"ids": ["ID"]} or {"ids": null} for all.')
}
