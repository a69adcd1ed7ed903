/**
 * A proxy that makes things worse is worse than none: whatever the endpoints
 * do, and however many clients they have, as many turns are served behind QCC
 * as without. `node test/sim/compare.ts` prints the figures.
 */
import { expect, test } from 'vitest'
import { GOOD } from '../../src/lab/sim/manner.ts'
import { MANNERS } from '../support/manners.ts'
import { storm, type Script } from '../support/storm.ts'
import { isSlower, scenarios, total } from './scenarios.ts'

test.each(scenarios())('$name: as many turns are served as without QCC', { timeout: 240_000 }, (scenario) => {
  const [direct, behind] = [total('direct', scenario), total('behind QCC', scenario)]
  // What its clients do to a crowded endpoint depends on when each of them comes, and so on chance.
  const chance = scenario.isCrowded ? 0.01 * direct.turns : 0
  expect(behind.served).toBeGreaterThanOrEqual(direct.served - chance)
  if (!scenario.mayBeSlower) expect(isSlower(behind, direct)).toBe(false)
})

/** How many requests an endpoint gets in the second minute and in the third of being dead. */
function sendsToTheDead(manner: keyof typeof MANNERS, clients: number, aliveMs: number): readonly number[] {
  const sends = [0, 0, 0]
  const script: Script = ({ atMs }) => {
    if (atMs < aliveMs) return GOOD
    const minute = Math.floor((atMs - aliveMs) / 60_000)
    sends[minute] = (sends[minute] ?? 0) + 1
    return MANNERS[manner]
  }
  storm('behind QCC', { scripts: [script], clients, turns: 4, seed: 1 })
  return sends.slice(1, 3)
}

test.each(['is out', 'refuses', 'is overloaded', 'limits without a time'] as const)(
  'an endpoint that %s for good gets one request a second, whatever it served before',
  (manner) => {
    for (const aliveMs of [0, 30_000]) {
      for (const sends of sendsToTheDead(manner, 60, aliveMs)) {
        expect(sends).toBeGreaterThan(40)
        expect(sends).toBeLessThanOrEqual(61)
      }
    }
  },
)
