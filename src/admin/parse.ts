/**
 * What comes in from outside as a value of the contract: `run.json`, which anybody may have written, and the answers
 * of a proxy that may be of another version than who asks it.
 */
import * as v from 'valibot'
import type {
  Identity,
  ProbeAnswer,
  ProxyStatus,
  RetryAnswer,
  RunFile,
  StopAnswer,
  TiersStatus,
} from './contract.ts'
import { loginLinkAnswer, type LoginLinkAnswer } from './contract/access.ts'
import { probeAnswer, retryAnswer, stopAnswer } from './contract/done.ts'
import { identityAnswer, statusAnswer, tiersAnswer } from './contract/status.ts'
import { parsed } from './parsed.ts'
import { tolerant } from './tolerant.ts'

const runFileShape = v.object({
  url: v.pipe(v.string(), v.regex(/^http:\/\/[^/]+$/)),
  instance: v.string(),
  pid: v.number(),
  token: v.string(),
  clientToken: v.optional(v.nullable(v.string()), null),
  flags: v.record(v.string(), v.union([v.string(), v.number()])),
  profile: v.nullable(v.string()),
  daemon: v.boolean(),
})

/** What a proxy told, which may be of another version. */
export const told = <T>(shape: v.GenericSchema<unknown, T>, text: string): T | null =>
  parsed(tolerant(shape), text)

export const parseRunFile = (text: string): RunFile | null => parsed(runFileShape, text)
export const parseIdentity = (text: string): Identity | null => told(identityAnswer, text)
export const parseLoginLinkAnswer = (text: string): LoginLinkAnswer | null => told(loginLinkAnswer, text)
export const parseStatus = (text: string): ProxyStatus | null => told(statusAnswer, text)
export const parseProbeAnswer = (text: string): ProbeAnswer | null => told(probeAnswer, text)
export const parseSwitchAnswer = (text: string): TiersStatus | null => told(tiersAnswer, text)
export const parseRetryAnswer = (text: string): RetryAnswer | null => told(retryAnswer, text)
export const parseStopAnswer = (text: string): StopAnswer | null => told(stopAnswer, text)
