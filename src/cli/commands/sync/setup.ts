import type { SyncBackend } from '../../../settings/schema.ts'
import { applyChange } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { missing } from '../../missing.ts'
import { reportChange } from '../../report.ts'
import type { SyncSetupShape } from '../../shapes/sync.ts'
import { askedBackend, syncChange, syncDraft, type SyncSetupFlags } from '../../sync-draft.ts'

/** Says where the configuration meets that of other machines, once that place was reached and what is there was opened. */
export async function syncSetup(
  context: Context,
  given: SyncBackend | undefined,
  place: string | undefined,
  flags: SyncSetupFlags,
): Promise<void> {
  const { output, say } = context
  const backend = given ?? (await askedBackend(context))
  if (backend === null) throw missing('BACKEND', 'qcc sync setup folder|git|gist|local', say)
  const draft = await syncDraft(context, backend, place, flags)
  // All in one version.
  const applied = await applyChange(context, await syncChange(context, draft), `sync setup ${backend}`)
  const { settings } = applied.configuration.document
  const stored = backend === 'local' ? null : String(settings['sync.place'] ?? '')
  const done =
    stored === null ? say('sync.setup.done-local') : say('sync.setup.done', { backend, place: stored })
  reportChange<SyncSetupShape>(context, applied, done, {
    ...{ backend, place: stored, keys: settings['sync.secrets'] === 'on' },
    found: draft.found === null ? null : foundView(draft.found),
  })
  if (stored !== null) output.note(say('sync.setup.next'))
}

const foundView = ({
  at,
  by,
  keys,
  profiles,
}: NonNullable<SyncSetupShape['found']>): SyncSetupShape['found'] => ({ at, by, keys, profiles })
