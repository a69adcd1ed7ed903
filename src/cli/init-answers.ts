/** What `qcc init` asks for, where it is not set already. Nothing is stored meanwhile. */
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import { resolveSettings } from '../settings/resolve.ts'
import { SYNC_BACKENDS, type SyncBackend } from '../settings/schema.ts'
import type { Ask } from './ask.ts'
import type { Context } from './context.ts'
import { errorText } from '../views/error-text.ts'
import { foreignSources } from './foreign-sources.ts'
import { importPlan, type ImportPlan } from './import-plan.ts'
import { isNews, plannedProfiles } from './import-taken.ts'
import { importLines } from './import-text.ts'
import { knownKeys } from './known-keys.ts'
import { nameFault } from './checked.ts'
import { missing } from './missing.ts'
import { LOCAL, syncDraft, type SyncDraft, type SyncSetupFlags } from './sync-draft.ts'
import { newTarget } from './target.ts'
import { vendorDraft, type ProfileDraft } from './vendor-draft.ts'

export interface InitFlags extends SyncSetupFlags {
  readonly storage?: SyncBackend
  readonly place?: string
  readonly import?: boolean
}

export const isStorageSet = ({ settings }: Document): boolean => settings['sync.backend'] !== undefined

/** Null where it is set already. `ask` is null where defaults are taken. */
export async function storageAnswer(
  context: Context,
  document: Document,
  { place, storage, ...flags }: InitFlags,
  ask: Ask | null,
): Promise<SyncDraft | null> {
  const { say } = context
  if (isStorageSet(document)) {
    const present = resolveSettings(document.settings)['sync.backend']
    if (storage === undefined || storage === present) return null
    throw new AppError('conflict', say('init.storage-conflict', { present, wanted: storage }))
  }
  const backend = storage ?? (ask === null ? 'local' : await chosenStorage(context, ask))
  if (backend === 'local') return LOCAL
  const canAsk = (await context.ask()) !== null
  // A gist can be found, or made.
  if (!canAsk && place === undefined && backend !== 'gist') {
    throw missing('--place', `qcc init --storage ${backend} --place PLACE`, say)
  }
  return syncDraft(context, backend, place, flags)
}

function chosenStorage({ say }: Context, ask: Ask): Promise<SyncBackend> {
  const choices = SYNC_BACKENDS.map((value) => ({ value, label: say(`init.storage-choice.${value}`) }))
  return ask.choose(say('init.asks-storage'), choices)
}

/** What is taken over, and the keys of it that are here already. */
export interface ImportAnswer {
  readonly plan: ImportPlan
  readonly known: ReadonlyMap<string, string>
}

/** Null where there is nothing new to take over, or nobody wants it. */
export async function importAnswer(
  context: Context,
  document: Document,
  flags: InitFlags,
  ask: Ask | null,
): Promise<ImportAnswer | null> {
  const { output, say, yes } = context
  if (flags.import === false || (ask === null && flags.import !== true && !yes)) return null
  const known = await knownKeys(context, document)
  const plan = importPlan(document, known, await sourcesOrNone(context))
  if (!isNews(plan)) return null
  for (const line of importLines(plan, context)) output.note(line)
  const question = say('import.asks', { count: plannedProfiles(plan).length })
  const isWanted = flags.import === true || ask === null || (await ask.confirm(question, true))
  return isWanted ? { plan, known } : null
}

/** What cannot be read keeps nobody from setting up. */
async function sourcesOrNone(context: Context) {
  try {
    return await foreignSources(context, null, undefined)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { output, say } = context
    output.note(output.styled('yellow', say('init.not-looked-at', { why: errorText(error, say) })))
    return []
  }
}

/** Null for "later". */
export async function firstProfileAnswer(context: Context, ask: Ask): Promise<ProfileDraft | null> {
  const { say } = context
  const choices = (['vendor', 'own', 'later'] as const).map((value) => ({
    ...{ value, label: say(`init.first.${value}`) },
  }))
  switch (await ask.choose(say('init.asks-first'), choices)) {
    case 'vendor':
      return vendorDraft(context, ask, null)
    case 'own': {
      const fault = (answer: string): string | null => nameFault(answer, say)
      const name = await ask.text(say('vendor.asks-name'), { fault })
      return { empty: { name, endpoints: [] }, target: await newTarget(context, {}), flags: {} }
    }
    case 'later':
      return null
  }
}
