import { BREAKS, HANGS, refusal, unreachable, type Manner } from '../../src/lab/sim/manner.ts'

const told = { waitMs: 20_000, origin: 'retry-after' } as const

/** Every way to fail, by what it does. */
export const MANNERS = {
  'is out': refusal(500, { kind: 'unavailable', told: null, blame: 'at-once' }),
  'is out for a told time': refusal(
    503,
    { kind: 'unavailable', told, blame: 'at-once' },
    { retryAfterS: 20 },
  ),
  refuses: unreachable('refused'),
  'is overloaded': refusal(529, { kind: 'overloaded', told: null }),
  'limits without a time': refusal(429, { kind: 'rate-limited', told: null, ofAccount: false }),
  'limits for 20 s': refusal(429, { kind: 'rate-limited', told, ofAccount: false }, { retryAfterS: 20 }),
  'refuses the key': refusal(401, { kind: 'credential' }),
  'has nothing there': refusal(404, { kind: 'unavailable', told: null, blame: 'when-another-differs' }),
  breaks: BREAKS,
  hangs: HANGS,
} as const satisfies Readonly<Record<string, Manner>>
