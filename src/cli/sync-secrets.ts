import { AppError } from '../errors/app-error.ts'
import type { Settings, SyncBackend } from '../settings/schema.ts'
import type { Context } from './context.ts'
import { referenceOf, type Credential } from './credential.ts'

interface Given {
  readonly tokenEnv?: string
  readonly tokenStdin?: boolean
  readonly passphraseEnv?: string
  readonly passphraseStdin?: boolean
}

/** What is to be kept; null where what the settings refer to stays. */
export interface SyncSecrets {
  readonly passphrase: Credential | null
  /** For gists. */
  readonly token: Credential | null
}

type References = Partial<Pick<Settings, 'sync.token' | 'sync.passphrase'>>

/** Shorter ones are guessed from a bundle that somebody got hold of. */
const PASSPHRASE_LEAST = 8

/** The passphrase and, for gists, the token: given, as they were, or asked for. Nothing is kept yet. */
export async function syncSecrets(
  context: Context,
  settings: Settings,
  backend: SyncBackend,
  given: Given,
): Promise<SyncSecrets> {
  const { say } = context
  const token = {
    variable: given.tokenEnv,
    isPiped: given.tokenStdin === true,
    question: say('sync.setup.asks-token'),
  }
  const passphrase = {
    ...{ variable: given.passphraseEnv, isPiped: given.passphraseStdin === true },
    ...{ question: say('sync.asks-passphrase'), least: PASSPHRASE_LEAST },
  }
  return {
    token: backend === 'gist' ? await credential(context, settings, 'sync.token', token) : null,
    passphrase: await credential(context, settings, 'sync.passphrase', passphrase),
  }
}

/** Keeps them encrypted, and resolves to the settings that refer to them. */
export async function keptSecrets(context: Context, { passphrase, token }: SyncSecrets): Promise<References> {
  return {
    ...(token === null ? {} : { 'sync.token': await referenceOf(context, token) }),
    ...(passphrase === null ? {} : { 'sync.passphrase': await referenceOf(context, passphrase) }),
  }
}

interface Wanted {
  readonly variable: string | undefined
  readonly isPiped: boolean
  readonly question: string
  /** Characters; asked for twice where there is a least number. */
  readonly least?: number
}

async function credential(
  context: Context,
  settings: Settings,
  key: keyof References,
  { isPiped, least = 1, question, variable }: Wanted,
): Promise<Credential | null> {
  const { redactor, say } = context
  if (variable !== undefined) return { kind: 'reference', reference: `env:${variable}` }
  const checked = (secret: string): Credential => {
    if (secret.length < least) throw new AppError('usage', say('sync.setup.short', { least }))
    redactor.learn(secret)
    return { kind: 'key', key: secret }
  }
  if (isPiped) return checked((await context.input()).trim())
  if ((await (await context.keys()).resolve(settings[key])) !== null) return null
  const ask = await context.ask()
  if (ask === null)
    throw new AppError('usage', say(`sync.setup.needs-${key === 'sync.token' ? 'token' : 'passphrase'}`))
  const first = await ask.secret(question, {
    fault: (answer) => (answer.length < least ? say('sync.setup.short', { least }) : null),
  })
  if (least === 1) return checked(first)
  return checked(
    await ask.secret(say('config.passphrase-again'), {
      fault: (answer) => (answer === first ? null : say('config.passphrase-differs')),
    }),
  )
}
