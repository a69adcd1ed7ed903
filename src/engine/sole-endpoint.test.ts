/**
 * A proxy that makes things worse is worse than none: whatever its one
 * endpoint does, a client behind QCC is served at least as often as without.
 * Many clients, and more endpoints: `test/sim/storm.test.ts`.
 */
import { expect, test } from 'vitest'
import { GOOD } from '../lab/sim/manner.ts'
import { MANNERS } from '../../test/support/manners.ts'
import { storm, type Script } from '../../test/support/storm.ts'

const ROWS = Object.entries(MANNERS).flatMap(([name, manner]) =>
  // How long a client waits for a silent endpoint decides by chance where in a longer time it comes again.
  [500, 3_000, 20_000, ...(manner.hangs ? [] : [90_000, 400_000])].map((badMs) => ({ name, manner, badMs })),
)

test.each(ROWS)(
  'an endpoint that $name for $badMs ms at a time serves as many behind QCC',
  ({ badMs, manner }) => {
    for (let round = 0; round < 20; round++) {
      const periodMs = badMs + 30_000 + 7_000 * round
      const script: Script = ({ atMs }) => ((atMs + 1_000 * round) % periodMs < badMs ? manner : GOOD)
      const what = { scripts: [script], clients: 1, turns: 12, seed: round }
      const [direct, behind] = [storm('direct', what), storm('behind QCC', what)]
      expect(behind.served).toBeGreaterThanOrEqual(direct.served)
    }
  },
)
