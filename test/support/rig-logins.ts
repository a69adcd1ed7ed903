import type { Document } from '../../src/core/config/document.ts'
import type { Logins } from '../../src/ports/logins.ts'
import { startRigOn, type Rig } from './rig.ts'
import { openFor, STORES } from './stores.ts'

/** A rig that one can log in to. */
export async function startRigWithLogins(
  document: Document = { profiles: [], settings: {} },
  more: Parameters<typeof startRigOn>[1] = {},
): Promise<Rig & { readonly logins: Logins; readonly token: string }> {
  const [implementation] = STORES
  if (implementation === undefined) throw new Error('there is no store')
  const { logins } = await openFor(implementation, implementation.place())
  const rig = await startRigOn(document, { logins, ...more })
  return { ...rig, logins, token: rig.composed.token }
}
