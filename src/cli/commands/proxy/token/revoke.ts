import { nearest } from '../../../../core/nearest.ts'
import { AppError } from '../../../../errors/app-error.ts'
import type { ClientToken } from '../../../../ports/store.ts'
import { confirmed } from '../../../confirm.ts'
import type { Context } from '../../../context.ts'
import { missing } from '../../../missing.ts'
import { printable } from '../../../../views/printable.ts'
import { printJson } from '../../../report.ts'
import type { TokenRemovalShape } from '../../../shapes/token.ts'

/** Takes a client token away, once a person agrees; a running proxy refuses it within a second. */
export async function tokenRevoke(context: Context, named: string | undefined): Promise<void> {
  const { json, output, say } = context
  const { clientTokens } = await context.store()
  const name = await wantedToken(context, await clientTokens.all(), named)
  await confirmed(context, say('token.revoke-asks', { name }))
  // Somebody else may have been faster.
  if (!(await clientTokens.remove(name))) throw unknownToken(name, await clientTokens.all(), context)
  output.note(say('token.revoked', { name }))
  if (json) printJson<TokenRemovalShape>(context, { revoked: name })
}

async function wantedToken(
  context: Pick<Context, 'ask' | 'say'>,
  tokens: readonly ClientToken[],
  named: string | undefined,
): Promise<string> {
  const { say } = context
  if (named !== undefined) {
    if (tokens.some(({ name }) => name === named)) return named
    throw unknownToken(named, tokens, context)
  }
  const ask = await context.ask()
  if (ask === null) throw missing('NAME', 'qcc proxy token revoke NAME', say)
  if (tokens.length === 0) throw new AppError('no-such-thing', say('token.none'))
  const choices = tokens.map(({ name, profile }) => ({
    ...{ value: name, label: name },
    ...(profile === null ? {} : { hint: profile }),
  }))
  return ask.choose(say('token.which'), choices)
}

function unknownToken(name: string, tokens: readonly ClientToken[], { say }: Pick<Context, 'say'>): AppError {
  const near = nearest(
    name,
    tokens.map((token) => token.name),
  )
  const next = near === null ? say('token.see') : say('refusal.did-you-mean', { name: near })
  return new AppError('no-such-thing', `${say('token.unknown', { name: printable(name) })}\n${next}`)
}
