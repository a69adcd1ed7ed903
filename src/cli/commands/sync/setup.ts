import { setSetting, type Change } from '../../../core/config/changes.ts'
import { AppError } from '../../../errors/app-error.ts'
import { SYNC_BACKENDS, type Settings, type SyncBackend } from '../../../settings/schema.ts'
import type { Looked } from '../../../sync/sync-service.ts'
import { applyChange } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { localTime } from '../../../views/local-time.ts'
import { missing } from '../../missing.ts'
import { reportChange } from '../../report.ts'
import type { SyncSetupShape } from '../../shapes/sync.ts'
import { chosenPlace } from '../../sync-place.ts'
import { syncPassphrase } from '../../sync-passphrase.ts'
import { keptSecrets } from '../../sync-secrets.ts'

export interface SyncSetupFlags {
  readonly branch?: string
  readonly api?: string
  readonly tokenEnv?: string
  readonly tokenStdin?: boolean
  readonly passphraseEnv?: string
  readonly passphraseStdin?: boolean
  readonly keys?: boolean
}

type SyncSettings = Partial<Pick<Settings, Extract<keyof Settings, `sync.${string}`>>>

/** Says where the configuration meets that of other machines, once that place was reached and what is there was opened. */
export async function syncSetup(
  context: Context,
  given: SyncBackend | undefined,
  place: string | undefined,
  flags: SyncSetupFlags,
): Promise<void> {
  const { say } = context
  const backend = given ?? (await chosenBackend(context))
  if (backend === 'local') {
    await save(context, { 'sync.backend': 'local' }, null)
    return
  }
  const { settings } = await context.settings()
  const secrets = await keptSecrets(context, settings, backend, flags)
  const about: SyncSettings = {
    ...{ 'sync.backend': backend, ...secrets },
    ...(flags.branch === undefined ? {} : { 'sync.branch': flags.branch }),
    ...(flags.api === undefined ? {} : { 'sync.api': checkedApi(context, flags.api) }),
    'sync.secrets': await chosenKeys(context, settings, flags),
  }
  const wanted = { ...about, 'sync.place': await chosenPlace(context, { ...settings, ...about }, place) }
  const candidate = { ...settings, ...wanted }
  const service = await context.syncService(candidate)
  const found = await service.look(await syncPassphrase(context, candidate))
  if (found.kind === 'empty') context.output.note(say('sync.setup.empty', { remote: service.name }))
  else {
    const { at, by, keys, profiles } = found
    context.output.note(
      say('sync.setup.found', { by, profiles, keys, time: localTime(at), remote: service.name }),
    )
  }
  await save(context, wanted, found)
}

async function chosenBackend(context: Context): Promise<SyncBackend> {
  const { say } = context
  const ask = await context.ask()
  if (ask === null) throw missing('BACKEND', 'qcc sync setup folder|git|gist|local', say)
  const choices = SYNC_BACKENDS.map((value) => ({ value, label: say(`sync.backend.${value}`) }))
  return ask.choose(say('sync.setup.which'), choices)
}

/** Keys travel only for whoever says so. */
async function chosenKeys(
  context: Context,
  settings: Settings,
  { keys }: SyncSetupFlags,
): Promise<'on' | 'off'> {
  if (keys !== undefined) return keys ? 'on' : 'off'
  const ask = await context.ask()
  if (ask === null) return settings['sync.secrets']
  return (await ask.confirm(context.say('sync.setup.asks-keys'), settings['sync.secrets'] === 'on'))
    ? 'on'
    : 'off'
}

function checkedApi({ say }: Context, api: string): string {
  const isApi = /^https?:\/\//i.test(api) && URL.canParse(api) && new URL(api).username === ''
  if (!isApi) throw new AppError('usage', say('sync.setup.bad-api', { api }))
  return api.replace(/\/+$/, '')
}

/** All in one version. */
async function save(context: Context, wanted: SyncSettings, found: Looked | null): Promise<void> {
  const { output, say } = context
  const change: Change = (document) => {
    let next = document
    for (const [key, value] of Object.entries(wanted)) {
      const result = setSetting(key, value)(next)
      if (result.kind === 'changed') next = result.document
    }
    return { kind: 'changed', document: next }
  }
  const backend = wanted['sync.backend'] ?? 'local'
  const applied = await applyChange(context, change, `sync setup ${backend}`)
  const { settings } = applied.configuration.document
  const place = backend === 'local' ? null : String(settings['sync.place'] ?? '')
  const done = place === null ? say('sync.setup.done-local') : say('sync.setup.done', { backend, place })
  reportChange<SyncSetupShape>(context, applied, done, {
    ...{ backend, place, keys: settings['sync.secrets'] === 'on' },
    found: found === null || found.kind === 'empty' ? null : foundView(found),
  })
  if (place !== null) output.note(say('sync.setup.next'))
}

const foundView = ({ at, by, keys, profiles }: Extract<Looked, { kind: 'bundle' }>) => ({
  at,
  by,
  keys,
  profiles,
})
