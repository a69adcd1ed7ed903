import { AppError } from '../../../../errors/app-error.ts'
import { configurationOf } from '../../../apply.ts'
import type { Context } from '../../../context.ts'
import { profileOf } from '../../../names.ts'
import { wantedName } from '../../../wanted.ts'

export interface TokenCreateFlags {
  /** The only profile that it opens. */
  readonly profile?: string
}

/**
 * Makes a client token and prints it, alone on stdout and this once: what is
 * kept is its hash. It has no `--json`, which never holds a secret.
 */
export async function tokenCreate(
  context: Context,
  named: string | undefined,
  { profile: only }: TokenCreateFlags,
): Promise<void> {
  const { clock, json, output, say } = context
  if (json) throw new AppError('usage', say('token.no-json'))
  const profile = only ?? null
  if (profile !== null) profileOf((await configurationOf(context)).document, profile, say)
  const name = await wantedName(context, named, 'qcc proxy token create NAME')
  const { hash, token } = await context.makeToken()
  const { clientTokens } = await context.store()
  if (!(await clientTokens.add({ name, hash, profile, createdAt: clock.now() }))) {
    throw new AppError('conflict', say('refusal.name-taken', { name }))
  }
  const stored = (await clientTokens.all()).find((one) => one.hash === hash)
  if (stored?.name !== name || stored.profile !== profile) {
    throw new AppError('store-failed', `the client token "${name}" was not stored as written`)
  }
  output.secret(token)
  output.note(profile === null ? say('token.created', { name }) : say('token.created-for', { name, profile }))
  output.note(say('token.hint'))
}
