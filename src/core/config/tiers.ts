import { TIERS, type Tier } from '../model.ts'
import type { Tiers } from './document.ts'

/**
 * Tiers with each name as `become` has it, null takes it out. An empty tier is
 * none, so that documents that mean the same are the same.
 */
export function tiersOf(
  tiers: Tiers | undefined,
  become: (name: string) => string | null,
): Tiers | undefined {
  const filled = TIERS.flatMap((tier): (readonly [Tier, readonly string[]])[] => {
    const names = (tiers?.[tier] ?? []).flatMap((name) => become(name) ?? [])
    return names.length === 0 ? [] : [[tier, names]]
  })
  return filled.length === 0 ? undefined : Object.fromEntries(filled)
}
