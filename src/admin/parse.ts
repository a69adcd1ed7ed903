/**
 * What comes in from outside as a value of the contract: requests of whoever
 * has the token, `run.json`, which anybody may have written, and the answers of
 * a proxy that may be of another version than who asks it.
 */
import * as v from 'valibot'
import { AppError } from '../errors/app-error.ts'
import type { Identity, ProxyStatus, RunFile, StopAnswer, StopRequest } from './contract.ts'

/** No timer of Node waits for longer than 2^31 milliseconds. */
const LONGEST_MS = 24 * 86_400_000

const stopRequestShape = v.strictObject({
  drainMs: v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST_MS)),
})

/** Throws `bad-request` for anything that is not a stop request. */
export function parseStopRequest(body: string): StopRequest {
  const request = parsed(stopRequestShape, body)
  if (request !== null) return request
  throw new AppError('bad-request', 'The body is JSON of the form {"drainMs": 30000}, for 24 days at most.')
}

const runFileShape = v.object({
  url: v.pipe(v.string(), v.regex(/^http:\/\/[^/]+$/)),
  instance: v.string(),
  pid: v.number(),
  token: v.string(),
  flags: v.record(v.string(), v.union([v.string(), v.number()])),
  profile: v.nullable(v.string()),
  daemon: v.boolean(),
})

const identityShape = v.object({
  product: v.literal('qcc'),
  version: v.string(),
  pid: v.number(),
  instance: v.string(),
})

const statusShape = v.object({
  version: v.string(),
  pid: v.number(),
  url: v.string(),
  startedAt: v.number(),
  uptimeMs: v.number(),
  stopping: v.boolean(),
  requests: v.number(),
  open: v.number(),
  memoryBytes: v.number(),
  configuration: v.number(),
  configurationFault: v.nullable(v.string()),
  logFault: v.nullable(v.string()),
  profile: v.nullable(v.string()),
  endpoints: v.array(v.object({ id: v.string(), name: v.string(), inFlight: v.number() })),
})

const stopAnswerShape = v.object({ broken: v.number() })

export const parseRunFile = (text: string): RunFile | null => parsed(runFileShape, text)
export const parseIdentity = (text: string): Identity | null => parsed(identityShape, text)
export const parseStatus = (text: string): ProxyStatus | null => parsed(statusShape, text)
export const parseStopAnswer = (text: string): StopAnswer | null => parsed(stopAnswerShape, text)

function parsed<T>(shape: v.GenericSchema<unknown, T>, text: string): T | null {
  try {
    const result = v.safeParse(shape, JSON.parse(text))
    return result.success ? result.output : null
  } catch {
    return null
  }
}
