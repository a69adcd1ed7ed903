import type { HeldRequests } from '../admin/contract.ts'
import type { Ask } from '../engine/ask.ts'

/** Requests that are held, those for the same together, in the order in which they came. */
export function heldStatus(held: readonly Pick<Ask, 'fence' | 'model'>[]): readonly HeldRequests[] {
  const groups = new Map<string, HeldRequests>()
  for (const { fence: profile, model } of held) {
    const key = JSON.stringify([profile, model])
    groups.set(key, { profile, model, requests: (groups.get(key)?.requests ?? 0) + 1 })
  }
  return [...groups.values()]
}
