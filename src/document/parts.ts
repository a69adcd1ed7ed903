/** Reads of a document what has the right shape, whatever the rest is like. */
import { nearest } from '../core/nearest.ts'
import type { Fault } from './fault.ts'

/** A part of the document that is an object, and where it is. */
export interface Part {
  readonly path: Fault['path']
  readonly value: Readonly<Record<string, unknown>>
}

export interface ProfilePart extends Part {
  readonly endpoints: readonly Part[]
}

export function partAt(path: Fault['path'], value: unknown): Part | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { path, value: value as Part['value'] } : null
}

/** The objects in the list that a part has at `key`. */
export const partsIn = ({ path, value }: Part, key: string): readonly Part[] =>
  itemsOf(value[key]).flatMap((item, index) => partAt([...path, key, index], item) ?? [])

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What was probably meant, for a fault's values; nothing when there is no telling. */
export function near(word: string, candidates: readonly string[]): { readonly nearest?: string } {
  const found = nearest(word, candidates)
  return found === null ? {} : { nearest: found }
}
