import { renameProfile } from '../../core/config/changes.ts'
import { applyChange, configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { profileOf } from '../names.ts'
import { reportChange } from '../report.ts'
import type { ProfileChangeShape } from '../shapes/change.ts'
import { wantedName, wantedProfile } from '../wanted.ts'

const USAGE = 'qcc rename OLD NEW'

/** Gives a profile another name; what reuses its endpoints, and client tokens that are bound to it, follow. */
export async function rename(
  context: Context,
  named: string | undefined,
  newName: string | undefined,
): Promise<void> {
  const { say } = context
  const before = await configurationOf(context)
  const { name: from } = await wantedProfile(context, before.document, named, USAGE)
  const to = await wantedName(context, newName, USAGE)
  const change = renameProfile(from, to)
  const applied = await applyChange(context, change, `rename ${from} to ${to}`, { renamed: { from, to } })
  const { document } = applied.configuration
  reportChange<ProfileChangeShape>(context, applied, say('profile.renamed', { from, to }), {
    profile: profileView(document, profileOf(document, to, say)),
  })
}
