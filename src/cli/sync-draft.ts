/** How sync is to be set up: everything is answered, and the place was reached, before anything of it is stored. */
import { setSetting, type Change } from '../core/config/changes.ts'
import { inSequence } from '../core/config/in-sequence.ts'
import { AppError } from '../errors/app-error.ts'
import { parseSetting } from '../settings/parse-setting.ts'
import { SYNC_BACKENDS, type Settings, type SyncBackend } from '../settings/schema.ts'
import type { Looked } from '../sync/sync-service.ts'
import type { Context } from './context.ts'
import type { Credential } from './credential.ts'
import { localTime } from '../views/local-time.ts'
import { syncPassphrase } from './sync-passphrase.ts'
import { chosenPlace } from './sync-place.ts'
import { keptSecrets, syncSecrets, type SyncSecrets } from './sync-secrets.ts'

export interface SyncSetupFlags {
  readonly branch?: string
  readonly api?: string
  readonly tokenEnv?: string
  readonly tokenStdin?: boolean
  readonly passphraseEnv?: string
  readonly passphraseStdin?: boolean
  readonly keys?: boolean
}

export type SyncSettings = Partial<Pick<Settings, Extract<keyof Settings, `sync.${string}`>>>

export interface SyncDraft {
  /** Without the references to secrets. */
  readonly settings: SyncSettings
  readonly secrets: SyncSecrets
  /** What was there; null where nothing was, or for `local`. */
  readonly found: Extract<Looked, { kind: 'bundle' }> | null
}

/** The configuration stays on this machine. */
export const LOCAL: SyncDraft = {
  settings: { 'sync.backend': 'local' },
  secrets: { passphrase: null, token: null },
  found: null,
}

/** What flags say and a person answers; says what was found at the place. */
export async function syncDraft(
  context: Context,
  backend: SyncBackend,
  place: string | undefined,
  flags: SyncSetupFlags,
): Promise<SyncDraft> {
  if (backend === 'local') return LOCAL
  const { output, say } = context
  const { settings: present } = await context.settings()
  const secrets = await syncSecrets(context, present, backend, flags)
  const about: SyncSettings = {
    'sync.backend': backend,
    ...(flags.branch === undefined ? {} : { 'sync.branch': flags.branch }),
    ...(flags.api === undefined ? {} : { 'sync.api': checkedApi(context, flags.api) }),
    'sync.secrets': await chosenKeys(context, present, flags),
  }
  const token = await valueOf(context, secrets.token ?? reference(present['sync.token']))
  const settings = {
    ...about,
    'sync.place': await chosenPlace(context, { ...present, ...about }, place, token),
  }
  const service = await context.syncService({ ...present, ...settings }, token)
  const found = await service.look(await passphraseOf(context, present, secrets))
  if (found.kind === 'empty') {
    output.note(say('sync.setup.empty', { remote: service.name }))
    return { settings, secrets, found: null }
  }
  const { at, by, keys, profiles } = found
  const time = localTime(at)
  output.note(say('sync.setup.found', { by, profiles, keys, time, remote: service.name }))
  return { settings, secrets, found }
}

/** The draft as a change, once its secrets are kept. */
export async function syncChange(context: Context, { secrets, settings }: SyncDraft): Promise<Change> {
  const all = { ...settings, ...(await keptSecrets(context, secrets)) }
  return inSequence(...Object.entries(all).map(([key, value]) => setSetting(key, value)))
}

/** A person's choice; null where nobody can be asked. */
export async function askedBackend(context: Context): Promise<SyncBackend | null> {
  const { say } = context
  const choices = SYNC_BACKENDS.map((value) => ({ value, label: say(`sync.backend.${value}`) }))
  return (await (await context.ask())?.choose(say('sync.setup.which'), choices)) ?? null
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
  if (parseSetting('sync.api', api).kind === 'fault')
    throw new AppError('usage', say('sync.setup.bad-api', { api }))
  return api.replace(/\/+$/, '')
}

const reference = (text: string): Credential => ({ kind: 'reference', reference: text })

async function valueOf(context: Context, credential: Credential): Promise<string | null> {
  return credential.kind === 'key' ? credential.key : (await context.keys()).resolve(credential.reference)
}

function passphraseOf(context: Context, present: Settings, { passphrase }: SyncSecrets): Promise<string> {
  if (passphrase?.kind === 'key') return Promise.resolve(passphrase.key)
  return syncPassphrase(context, {
    ...present,
    'sync.passphrase': passphrase?.reference ?? present['sync.passphrase'],
  })
}
