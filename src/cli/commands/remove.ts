import { removeProfile } from '../../core/config/changes.ts'
import { defaultProfileOf, isReused, type Document } from '../../core/config/document.ts'
import { applyChange, checkChange, configurationOf } from '../apply.ts'
import { confirmed } from '../confirm.ts'
import type { Context } from '../context.ts'
import { reportChange } from '../report.ts'
import type { RemovalShape } from '../shapes/change.ts'
import { wantedProfile } from '../wanted.ts'

export interface RemoveFlags {
  readonly cascade?: boolean
}

/** Takes a profile away, with its endpoints, once a person agrees. */
export async function remove(context: Context, named: string | undefined, flags: RemoveFlags): Promise<void> {
  const { say } = context
  const { document } = await configurationOf(context)
  const profile = await wantedProfile(context, document, named, 'qcc remove PROFILE')
  const { endpoints, name } = profile
  const change = removeProfile(name, flags.cascade === true)
  await checkChange(context, change)
  const cascaded = reusersOf(document, name)
  const by = cascaded.join(', ')
  const count = endpoints.length
  const plain = count === 0 ? 'profile.remove-asks-empty' : 'profile.remove-asks'
  await confirmed(context, say(by === '' ? plain : 'profile.remove-asks-cascade', { name, count, by }))

  const applied = await applyChange(context, change, `remove ${name}`)
  const next = defaultProfileOf(applied.configuration.document)?.name ?? null
  const hasMoved = next !== null && defaultProfileOf(document)?.name === name
  const done = [
    say(by === '' ? 'profile.removed' : 'profile.removed-cascade', { name, by }),
    ...(hasMoved ? [say('profile.default-now', { name: next })] : []),
  ]
  reportChange<RemovalShape>(context, applied, done.join(''), { removed: name, cascaded, default: next })
  await tellBoundTokens(context, name)
}

/** They are kept: the profile may come back, by a rollback for one. */
async function tellBoundTokens(context: Context, profile: string): Promise<void> {
  const { output, say } = context
  const { clientTokens } = await context.store()
  const bound = (await clientTokens.all()).filter((token) => token.profile === profile)
  if (bound.length > 0)
    output.note(say('token.left-bound', { names: bound.map(({ name }) => name).join(', ') }))
}

/** `PROFILE/NAME` of the endpoints of others that reuse one of this profile's. */
const reusersOf = ({ profiles }: Document, name: string): string[] =>
  profiles.flatMap((profile) =>
    profile.endpoints
      .filter((entry) => profile.name !== name && isReused(entry) && entry.from.startsWith(`${name}/`))
      .map((entry) => `${profile.name}/${entry.name}`),
  )
