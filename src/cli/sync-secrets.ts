import { AppError } from '../errors/app-error.ts'
import type { Settings, SyncBackend } from '../settings/schema.ts'
import type { Context } from './context.ts'

interface Given {
  readonly tokenEnv?: string
  readonly tokenStdin?: boolean
  readonly passphraseEnv?: string
  readonly passphraseStdin?: boolean
}

type References = Partial<Pick<Settings, 'sync.token' | 'sync.passphrase'>>

/** Shorter ones are guessed from a bundle that somebody got hold of. */
const PASSPHRASE_LEAST = 8

/** References to the passphrase and, for gists, the token: given, as they were, or asked for and kept encrypted. */
export async function keptSecrets(
  context: Context,
  settings: Settings,
  backend: SyncBackend,
  given: Given,
): Promise<References> {
  const { say } = context
  const token = {
    variable: given.tokenEnv,
    isPiped: given.tokenStdin === true,
    question: say('sync.setup.asks-token'),
  }
  const passphrase = {
    ...{ variable: given.passphraseEnv, isPiped: given.passphraseStdin === true },
    ...{ question: say('config.passphrase'), least: PASSPHRASE_LEAST },
  }
  return {
    ...(backend === 'gist' ? await reference(context, settings, 'sync.token', token) : {}),
    ...(await reference(context, settings, 'sync.passphrase', passphrase)),
  }
}

interface Wanted {
  readonly variable: string | undefined
  readonly isPiped: boolean
  readonly question: string
  /** Characters; asked for twice where there is a least number. */
  readonly least?: number
}

async function reference(
  context: Context,
  settings: Settings,
  key: keyof References,
  { isPiped, least = 1, question, variable }: Wanted,
): Promise<References> {
  const { say } = context
  if (variable !== undefined) return { [key]: `env:${variable}` }
  const keep = async (secret: string): Promise<References> => {
    if (secret.length < least) throw new AppError('usage', say('sync.setup.short', { least }))
    return { [key]: await (await context.keys()).keep(secret) }
  }
  if (isPiped) return keep((await context.input()).trim())
  if ((await (await context.keys()).resolve(settings[key])) !== null) return {}
  const ask = await context.ask()
  if (ask === null)
    throw new AppError('usage', say(`sync.setup.needs-${key === 'sync.token' ? 'token' : 'passphrase'}`))
  const first = await ask.secret(question, {
    fault: (answer) => (answer.length < least ? say('sync.setup.short', { least }) : null),
  })
  if (least === 1) return keep(first)
  return keep(
    await ask.secret(say('config.passphrase-again'), {
      fault: (answer) => (answer === first ? null : say('config.passphrase-differs')),
    }),
  )
}
