/**
 * Which version two sides had in common last. Each bundle names those that went
 * into it, so that one that was overwritten, as cloud folders do when two
 * machines write at once, is not taken for what the other side had seen.
 */
import type { Document } from '../config/document.ts'

/** A bundle as it was when this home and the remote were the same, or this home had all of it. */
export interface Met {
  readonly revision: string
  /** What travelled. */
  readonly document: Document
}

/** What a bundle says of where it comes from. Every write makes a revision of its own. */
export interface Lineage {
  readonly revision: string
  /** Revisions that went into it, newest first. */
  readonly ancestors: readonly string[]
}

/** The newest of `met` (newest first) that went into `theirs`; null when nothing did. */
export const commonWith = (met: readonly Met[], theirs: Lineage): Met | null =>
  met.find(({ revision }) => revision === theirs.revision || theirs.ancestors.includes(revision)) ?? null

/** A machine that was away for more writes than this merges without a common version. */
const ANCESTORS_KEPT = 500

/** Of a bundle that is made of `theirs`, where there is one, and of what this home has met. */
export function ancestorsOf(met: readonly Met[], theirs: Lineage | null): readonly string[] {
  const own = met.map(({ revision }) => revision)
  const line = theirs === null ? [] : [theirs.revision, ...theirs.ancestors]
  return [...new Set([...line.slice(0, 1), ...own, ...line])].slice(0, ANCESTORS_KEPT)
}

/** More than machines that overwrite each other's bundles need. */
const MET_KEPT = 10

/** With one more, which is the newest now. */
export const withMet = (met: readonly Met[], one: Met): readonly Met[] =>
  [one, ...met.filter(({ revision }) => revision !== one.revision)].slice(0, MET_KEPT)
