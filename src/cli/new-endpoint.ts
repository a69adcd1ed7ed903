import type { OwnEndpoint, Profile } from '../core/config/document.ts'
import { PRIORITY_USUAL } from '../core/config/routing-table.ts'
import { newEndpointId } from '../document/endpoint-ids.ts'
import { WEIGHT_DEFAULT } from '../document/rules.ts'
import { checkEndpoint, type CheckFlag } from './check-endpoint.ts'
import type { Context } from './context.ts'
import { NOT_KEPT_YET, noteUnset, referenceOf } from './credential.ts'
import { freeName, nameFromUrl } from './endpoint-name.ts'
import type { TargetFlags } from './options.ts'
import { checkedParts, type NewTarget } from './target.ts'

/** What of an endpoint is its own, also when it reuses a target. */
export interface OwnFlags {
  readonly name?: string
  readonly weight?: number
  readonly priority?: number
  /** False takes the cap away. */
  readonly maxConcurrent?: number | false
}

/** An endpoint of its own for `profile`, before its key is kept. */
export const unkeptEndpoint = (
  { say }: Pick<Context, 'say'>,
  profile: Profile,
  { auth, baseUrl, credential }: NewTarget,
  flags: TargetFlags & OwnFlags,
): OwnEndpoint => ({
  ...ownPart(profile, flags, nameFromUrl(baseUrl)),
  ...{ baseUrl, credential: credential.kind === 'key' ? NOT_KEPT_YET : credential.reference },
  ...checkedParts({}, flags, say),
  auth,
})

/** The same; its key is kept when this resolves. */
export async function newEndpoint(
  context: Context,
  profile: Profile,
  target: NewTarget,
  flags: TargetFlags & OwnFlags & CheckFlag,
): Promise<OwnEndpoint> {
  const { credential } = target
  const entry = unkeptEndpoint(context, profile, target, flags)
  if (flags.check === true) {
    const document = { profiles: [{ ...profile, endpoints: [entry] }], settings: {} }
    await checkEndpoint(context, document, entry.id, credential.kind === 'key' ? credential.key : null)
  }
  return { ...entry, credential: await referenceOf(context, credential) }
}

/** The identity of a new endpoint; without a name given, `wanted` as far as it is free. */
export function ownPart(profile: Pick<Profile, 'endpoints'>, flags: OwnFlags, wanted: string) {
  const taken = profile.endpoints.map((entry) => entry.name)
  return {
    id: newEndpointId(),
    name: flags.name ?? freeName(wanted, taken),
    weight: flags.weight ?? WEIGHT_DEFAULT,
    priority: priorityOf(flags),
    maxConcurrent: flags.maxConcurrent || undefined,
    enabled: true,
  }
}

/** The usual one is left out of the document, like a cap that there is not. */
export const priorityOf = ({ priority }: OwnFlags): number | undefined =>
  priority === PRIORITY_USUAL ? undefined : priority

/** Says what was made of the answers, once they are stored. */
export function noteTarget(context: Context, { baseUrl, credential, mended }: NewTarget): void {
  const { output, say } = context
  if (mended) output.note(say('endpoint.mended', { url: baseUrl }))
  noteUnset(context, credential)
}
