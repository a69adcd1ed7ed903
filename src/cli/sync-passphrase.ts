import { AppError } from '../errors/app-error.ts'
import type { Settings } from '../settings/schema.ts'
import type { Context } from './context.ts'

/** The passphrase that the settings refer to; a person is asked where there is none. */
export async function syncPassphrase(
  context: Pick<Context, 'ask' | 'keys' | 'redactor' | 'say'>,
  settings: Settings,
): Promise<string> {
  const { redactor, say } = context
  const reference = settings['sync.passphrase']
  const kept = await (await context.keys()).resolve(reference)
  if (kept !== null) return kept
  const ask = await context.ask()
  if (ask === null) throw new AppError('usage', say('sync.needs-passphrase', { reference }))
  const passphrase = await ask.secret(say('sync.asks-passphrase'), {
    fault: (answer) => (answer === '' ? say('config.passphrase-empty') : null),
  })
  redactor.learn(passphrase)
  return passphrase
}
