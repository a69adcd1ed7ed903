import type { Tier } from '../model.ts'
import { profileNamed, type Change } from './changes.ts'
import { tierOf } from './document.ts'
import { tiersOf } from './tiers.ts'

/** Puts a profile behind the others of a tier, or with null in none. In the tier that it has, it keeps its place. */
export const setTier =
  (profile: string, tier: Tier | null): Change =>
  (document) => {
    if (profileNamed(document, profile) === null) {
      return { kind: 'refused', refusal: { why: 'no-profile', name: profile } }
    }
    if (tierOf(document, profile) === tier) return { kind: 'changed', document }
    const others = tiersOf(document.tiers, (name) => (name === profile ? null : name))
    const tiers = tier === null ? others : { ...others, [tier]: [...(others?.[tier] ?? []), profile] }
    return { kind: 'changed', document: { ...document, tiers } }
  }
