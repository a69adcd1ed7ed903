import type { Switch } from '../../src/core/failover/switch.ts'

/** A switch from the first tier to the second, as far as a test does not say otherwise. */
export const tierSwitch = (more: Partial<Switch> = {}): Switch => ({
  at: 1_000,
  from: { place: 'primary', profiles: ['work'] },
  to: { place: 'secondary', profiles: ['spare'] },
  cause: 'failover',
  reason: null,
  evidence: [
    { kind: 'out', endpoint: 'work/one', no: 'circuit-open', benchReason: null, since: 500, until: 9_000 },
  ],
  ...more,
})
