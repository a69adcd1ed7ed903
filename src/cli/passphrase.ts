import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/** The variable that is read before anybody is asked. */
const VARIABLE = 'QCC_PASSPHRASE'

/** The passphrase of an encrypted file; one that is new is asked for `twice`, so that a slip of a finger locks nobody out. */
export async function passphraseOf(
  context: Pick<Context, 'ask' | 'env' | 'redactor' | 'say'>,
  twice: boolean,
): Promise<string> {
  const { env, redactor, say } = context
  const passphrase = env[VARIABLE] || (await askedPassphrase(context, twice))
  if (passphrase === null) throw new AppError('usage', say('config.needs-passphrase'))
  redactor.learn(passphrase)
  return passphrase
}

/** Tells a person at a terminal why nothing happens for a second or two: passphrases are made slow to guess. */
export async function noteEffort(
  { ask, output, say }: Pick<Context, 'ask' | 'output' | 'say'>,
  what: 'config.encrypting' | 'config.decrypting',
): Promise<void> {
  if ((await ask()) === null) return
  output.note(say(what))
  output.flush()
}

async function askedPassphrase(
  context: Pick<Context, 'ask' | 'say'>,
  twice: boolean,
): Promise<string | null> {
  const { say } = context
  const ask = await context.ask()
  if (ask === null) return null
  const first = await ask.secret(say('config.passphrase'), {
    fault: (answer) => (answer === '' ? say('config.passphrase-empty') : null),
  })
  if (!twice) return first
  return ask.secret(say('config.passphrase-again'), {
    fault: (answer) => (answer === first ? null : say('config.passphrase-differs')),
  })
}
