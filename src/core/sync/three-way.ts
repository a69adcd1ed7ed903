import { same } from './same.ts'

/** Whose value holds: what is in this home, or what comes from the remote. */
export type Side = 'ours' | 'theirs'

/** The same thing in three documents. Undefined where it is not there. */
export interface Three<T> {
  /** In the last version that both sides had. */
  readonly base: T
  readonly ours: T
  readonly theirs: T
}

/** What both sides changed, and differently. */
export interface Question extends Three<unknown> {
  /** Keys from the top, profiles and endpoints by their names. */
  readonly path: readonly string[]
}

export interface Conflict extends Question {
  /** Null while nobody has decided; until then ours counts. */
  readonly taken: Side | null
}

/** Answers a question now. */
export type Decide = (question: Question) => Side

/** The value that holds: whoever changed it says so; where both did, `decide` is asked. */
function threeWay<T>(path: readonly string[], sides: Three<T>, decide: Decide): T {
  const { base, ours, theirs } = sides
  if (same(ours, theirs) || same(base, ours)) return theirs
  if (same(base, theirs)) return ours
  return sides[decide({ path, base, ours, theirs })]
}

/** One field after the other; a field that is undefined is not there. */
export function threeWayFields(
  path: readonly string[],
  { base, ours, theirs }: Three<Fields>,
  decide: Decide,
): Fields {
  const keys = new Set([...theirs.keys(), ...ours.keys(), ...base.keys()])
  const held = [...keys].map((key) => {
    const sides = { base: base.get(key), ours: ours.get(key), theirs: theirs.get(key) }
    return [key, threeWay([...path, ...key.split(WITHIN)], sides, decide)] as const
  })
  return new Map(held.filter(([, value]) => value !== undefined))
}

/** Values by their keys; what lies deeper has the keys on the way, with `WITHIN` between. */
export type Fields = ReadonlyMap<string, unknown>

/** No key has it: it is a control character. */
export const WITHIN = '\u001F'
