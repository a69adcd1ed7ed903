import type { Trail } from '../ports/trail.ts'
import { changed, changesBetween, type Changes } from './changes.ts'

/**
 * Trails as a batch keeps them: each as what it has otherwise than the one
 * before it where they have the same members, and else whole. Where requests
 * are alike that is a quarter of the text, which is written and read in half
 * the time. What was written before schema 4 has all of them whole.
 */
export function trailsText(trails: readonly Trail[]): string {
  let before: Trail | null = null
  const told: (Trail | Changes)[] = []
  for (const trail of trails) {
    told.push((before === null ? null : changesBetween(before, trail)) ?? trail)
    before = trail
  }
  return JSON.stringify(told)
}

/** The trails of such a text; null for any other. Parts that are alike are the same object. */
export function trailsIn(text: string): readonly Trail[] | null {
  try {
    const told = JSON.parse(text) as readonly (Trail | Changes)[]
    const trails: Trail[] = []
    for (const one of told) trails.push((Array.isArray(one) ? changed(trails.at(-1), one) : one) as Trail)
    return trails.every(({ request }) => typeof request === 'string') ? trails : null
  } catch {
    return null
  }
}
