import { setEndpoint, type Change, type OwnPart } from '../core/config/changes.ts'
import { isReused, type Document, type OwnEndpoint } from '../core/config/document.ts'
import { checkChange, configurationOf } from './apply.ts'
import { checkEndpoint, type CheckFlag } from './check-endpoint.ts'
import { checkedBaseUrl } from './checked.ts'
import type { Context } from './context.ts'
import { type Credential, credentialOf, NOT_KEPT_YET, noteUnset, referenceOf } from './credential.ts'
import type { TargetFlags } from './options.ts'
import { checkedParts } from './target.ts'

/** A change whose key is kept already, and what is to be said when it is a version. */
export interface ReadyChange {
  readonly change: Change
  readonly note: () => void
}

/**
 * What flags change of the endpoint `id`. Models and timeouts are put on top
 * of those that it has when the change is made. A new key is kept only when
 * nothing else speaks against the change.
 */
export async function endpointChange(
  context: Context,
  id: string,
  own: OwnPart,
  flags: TargetFlags & CheckFlag,
): Promise<ReadyChange> {
  const { output, say } = context
  const baseUrl = flags.baseUrl === undefined ? null : checkedBaseUrl(flags.baseUrl, say)
  const credential = await credentialOf(context, flags)
  const place = baseUrl === null ? {} : { baseUrl: baseUrl.url }
  const changeWith =
    (reference: string | null): Change =>
    (document) => {
      const key = reference === null ? {} : { credential: reference }
      const parts = checkedParts(ownTarget(document, id), flags, say)
      return setEndpoint(id, own, { ...place, ...key, ...parts })(document)
    }
  const draft = changeWith(unkept(credential))
  await checkChange(context, draft)
  if (flags.check === true) {
    const changed = draft((await configurationOf(context)).document)
    const key = credential?.kind === 'key' ? credential.key : null
    if (changed.kind === 'changed') await checkEndpoint(context, changed.document, id, key)
  }
  const reference = credential === null ? null : await referenceOf(context, credential)
  return {
    change: changeWith(reference),
    note: () => {
      if (baseUrl?.mended === true) output.note(say('endpoint.mended', { url: baseUrl.url }))
      noteUnset(context, credential)
    },
  }
}

const unkept = (credential: Credential | null): string | null =>
  credential?.kind === 'key' ? NOT_KEPT_YET : (credential?.reference ?? null)

function ownTarget({ profiles }: Document, id: string): Partial<OwnEndpoint> {
  const entry = profiles.flatMap(({ endpoints }) => endpoints).find((one) => one.id === id)
  return entry === undefined || isReused(entry) ? {} : entry
}
