import { GOOD, type Manner } from '../../src/lab/sim/manner.ts'
import { MANNERS } from '../support/manners.ts'
import { byTurns, crowded, deadFrom, failing, storm, type Script } from '../support/storm.ts'

export interface Scenario {
  readonly name: string
  readonly clients: number
  readonly scripts: readonly Script[]
  /** It fails by how many it serves. */
  readonly isCrowded: boolean
  readonly mayBeSlower: boolean
}

/**
 * Where turns may take longer behind QCC: more of them come to an end at all,
 * or everybody waits for a limit that one was told, or nobody else is there to
 * end a wait for an answer.
 */
const MAY_BE_SLOWER = new Set(['is overloaded', 'limits for 20 s', 'hangs'])
/** A turn a second later, or a fifth, is no other experience. */
const SLOWER_BY = 1.2

export const isSlower = (behind: Sum, direct: Sum): boolean =>
  behind.meanMs > direct.meanMs * SLOWER_BY + 1_000

type Sum = ReturnType<typeof total>

const TURNS = 12
/** As many clients in all, whether one by one or at once. */
const CLIENTS_IN_ALL = 30

/** The sum over enough seeds. */
export function total(where: 'behind QCC' | 'direct', { clients, scripts }: Scenario) {
  const sum = { turns: 0, served: 0, servedMs: 0, sends: 0 }
  for (let seed = 1; seed <= Math.max(2, CLIENTS_IN_ALL / clients); seed++) {
    const one = storm(where, { scripts, clients, turns: TURNS, seed })
    sum.turns += one.turns
    sum.served += one.served
    sum.servedMs += one.servedMs
    sum.sends += one.sends
  }
  return { ...sum, share: sum.served / sum.turns, meanMs: sum.servedMs / sum.served }
}

/** All is well for the first twenty seconds. */
const later =
  (script: Script): Script =>
  (at) =>
    at.atMs < 20_000 ? GOOD : script(at)

export const scenarios = (): readonly Scenario[] =>
  Object.entries(MANNERS).flatMap(([manner, how]) => {
    // Two keys of which neither has ever served are not asked for again.
    const keyed = (script: Script): Script => (manner === 'refuses the key' ? later(script) : script)
    return whensOf(how).flatMap(([when, first, second]) =>
      [1, 2].flatMap((endpoints) =>
        [1, 5, 30].map((clients) => ({
          name: `${String(endpoints)} × ${manner} ${when}, ${String(clients)} clients`,
          clients,
          scripts: endpoints === 1 ? [first] : [first, second].map(keyed),
          isCrowded: when === CROWDED,
          mayBeSlower: MAY_BE_SLOWER.has(manner),
        })),
      ),
    )
  })

const CROWDED = 'when it serves 8'

/** When it fails, and what a first and a second endpoint do. */
const whensOf = (how: Manner): readonly (readonly [when: string, first: Script, second: Script])[] => [
  ...[5, 20, 50, 80].map(
    (percent) => [`${String(percent)} % of the time`, failing(how, percent), failing(how, percent)] as const,
  ),
  ['every other 30 s', byTurns(how, 30_000), byTurns(how, 30_000, 1)],
  ['for 60 s', deadFrom(how, 60_000, 120_000), deadFrom(how, 90_000, 150_000)],
  [CROWDED, crowded(how, 8), crowded(how, 8)],
]
