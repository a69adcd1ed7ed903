import { addProfile, profileNamed, type Change } from '../../core/config/changes.ts'
import type { Document } from '../../core/config/document.ts'
import { inSequence } from '../../core/config/in-sequence.ts'
import { AppError } from '../../errors/app-error.ts'
import { resolveSettings } from '../../settings/resolve.ts'
import { applyChange, checkChange, configurationOf, type Applied } from '../apply.ts'
import type { Context } from '../context.ts'
import { checkImported, importChange, keptImportKeys, plannedProfiles } from '../import-taken.ts'
import {
  firstProfileAnswer,
  importAnswer,
  isStorageSet,
  storageAnswer,
  type ImportAnswer,
  type InitFlags,
} from '../init-answers.ts'
import { newEndpoint, noteTarget } from '../new-endpoint.ts'
import { protectHome, protectionAnswer } from '../set-up-protection.ts'
import { protectionText } from '../protection-text.ts'
import { reportChange } from '../report.ts'
import type { InitShape } from '../shapes/init.ts'
import { syncChange, type SyncDraft } from '../sync-draft.ts'
import type { ProfileDraft } from '../vendor-draft.ts'

interface Answers {
  readonly storage: SyncDraft | null
  readonly imported: ImportAnswer | null
  readonly profile: ProfileDraft | null
  readonly protection: Awaited<ReturnType<typeof protectionAnswer>>
}

/**
 * The first set-up. What is set already stays as it is; what is missing is
 * asked for at a terminal and has its default elsewhere. All of it becomes one
 * version, after the last answer.
 */
export async function init(context: Context, flags: InitFlags): Promise<void> {
  const { home, output, say, yes } = context
  const { document: before } = await configurationOf(context)
  const ask = yes ? null : await context.ask()
  if (ask !== null) output.note(say('init.begins', { home }))
  const storage = await storageAnswer(context, before, flags, ask)
  const protection = await protectionAnswer(context, ask)
  const imported = await importAnswer(context, before, flags, ask)
  // Where other machines are, their profiles come with the first sync.
  const hasProfile = before.profiles.length > 0 || imported !== null || (storage?.found?.profiles ?? 0) > 0
  const profile = hasProfile || ask === null ? null : await firstProfileAnswer(context, ask)
  const answers = { storage, protection, imported, profile }
  const applied = await stored(context, answers)
  await report(context, before, applied, answers)
}

async function stored(
  context: Context,
  { imported, profile, protection, storage }: Answers,
): Promise<Applied> {
  const { say } = context
  const take = (references: ReadonlyMap<string, string>): Change | null =>
    imported === null ? null : importChange(imported.plan, references)
  const add = profile === null ? null : addProfile(profile.empty)
  await checkChange(context, inSequence(take(new Map()), add))
  if (protection !== null) await protectHome(context, protection)
  const change = inSequence(
    storage === null ? null : await syncChange(context, storage),
    take(imported === null ? new Map() : await keptImportKeys(context, imported.plan, imported.known)),
    profile === null ? null : addProfile(await keptProfile(context, profile)),
  )
  const applied = await applyChange(context, change, 'init')
  const { document } = await configurationOf(context)
  if (imported !== null) await checkImported(context, imported.plan)
  const isThere = profile === null || profileNamed(document, profile.empty.name) !== null
  if (!isThere || (storage !== null && !isStorageSet(document))) {
    throw new AppError('failed', say('init.not-there'))
  }
  return applied
}

async function keptProfile(context: Context, { empty, flags, target }: ProfileDraft) {
  return { ...empty, endpoints: target === null ? [] : [await newEndpoint(context, empty, target, flags)] }
}

/** How things are set up now, and what of it was before. */
async function report(
  context: Context,
  before: Document,
  applied: Applied,
  { imported, profile, storage }: Answers,
): Promise<void> {
  const { home, output, say } = context
  const { document } = applied.configuration
  const view: Omit<InitShape, 'changed' | 'version'> = {
    home,
    storage: storageView(document),
    protection: await (await context.keys()).protection(),
    imported: imported === null ? [] : plannedProfiles(imported.plan).map((one) => one.profile.name),
    profiles: document.profiles.map(({ name }) => name),
  }
  const { backend, place } = view.storage
  const where = place === null ? say('init.where-local') : say('init.where', { backend, place })
  const names = view.profiles.join(', ') || say('init.no-profiles')
  const marked = (isSet: boolean, what: string): string => (isSet ? say('init.set', { what }) : what)
  reportChange<InitShape>(context, applied, say('init.done'), view)
  output.note(say('init.storage', { where: marked(isStorageSet(before), where) }))
  output.note(say('init.keys', { how: protectionText(view.protection, say) }))
  output.note(say('init.profiles', { names: marked(before.profiles.length > 0, names) }))
  const target = profile?.target ?? null
  if (target !== null) noteTarget(context, target)
  if (storage !== null && place !== null) output.note(say('sync.setup.next'))
  output.note(say(view.profiles.length > 0 ? 'init.next' : 'init.next-profile'))
}

function storageView({ settings: stored }: Document): InitShape['storage'] {
  const settings = resolveSettings(stored)
  const backend = settings['sync.backend']
  const place = backend === 'local' ? null : settings['sync.place']
  return { backend, place, keys: settings['sync.secrets'] === 'on' }
}
