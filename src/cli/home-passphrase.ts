import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'

/** The variable that gives a new one where nobody is asked; that of the present one is another. */
const VARIABLE = 'QCC_NEW_PASSPHRASE'
/** Shorter ones are guessed from a home that somebody got hold of. */
const LEAST = 8

/** A new passphrase for the stored keys, asked for twice. `instead` counts where the variable says nothing. */
export async function newHomePassphrase(
  { ask: asking, env, redactor, say }: Pick<Context, 'ask' | 'env' | 'redactor' | 'say'>,
  instead?: string,
): Promise<string> {
  const short = (answer: string): string | null =>
    answer.length < LEAST ? say('keys.short', { least: LEAST }) : null
  const given = env[VARIABLE] || instead
  if (given !== undefined && given !== '') {
    redactor.learn(given)
    const fault = short(given)
    if (fault !== null) throw new AppError('usage', fault)
    return given
  }
  const ask = await asking()
  if (ask === null) throw new AppError('usage', say('rekey.needs-passphrase'))
  const first = await ask.secret(say('keys.new-passphrase'), { fault: short })
  redactor.learn(first)
  return ask.secret(say('config.passphrase-again'), {
    fault: (answer) => (answer === first ? null : say('config.passphrase-differs')),
  })
}
