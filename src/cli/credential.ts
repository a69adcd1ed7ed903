/** Where the key of an endpoint comes from, before it is stored and as it stands in the document. */
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import type { TargetFlags } from './options.ts'
import type { Say } from './texts.ts'

/** A key itself, which is still to be kept, or a reference to one that is kept elsewhere. */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'reference'; readonly reference: string }

type Asker = Pick<Context, 'ask' | 'env' | 'input' | 'output' | 'redactor' | 'say'>

/** What `--api-key-stdin`, `--api-key-env` or `--api-key-keychain` say; null without any. At a terminal the key is typed, unseen. */
export async function credentialOf(context: Asker, flags: TargetFlags): Promise<Credential | null> {
  if (flags.apiKeyEnv !== undefined) return { kind: 'reference', reference: `env:${flags.apiKeyEnv}` }
  if (flags.apiKeyKeychain !== undefined) {
    return { kind: 'reference', reference: `keychain:${flags.apiKeyKeychain}` }
  }
  if (flags.apiKeyStdin !== true) return null
  if ((await context.ask()) !== null) return answeredKey(context)
  const key = withoutLineBreaks(await context.input())
  context.redactor.learn(key)
  const fault = keyFault(key, context.say)
  if (fault !== null) throw new AppError('usage', fault)
  return { kind: 'key', key }
}

/** A key that a person types, unseen. Where nobody can be asked, `usage` names the options to give. */
export async function answeredKey(context: Asker): Promise<Credential> {
  const { redactor, say } = context
  const ask = await context.ask()
  if (ask === null) throw new AppError('usage', say('endpoint.needs-key'))
  const fault = (answer: string): string | null => keyFault(withoutLineBreaks(answer), say)
  const key = withoutLineBreaks(await ask.secret(say('prompt.key'), { fault }))
  redactor.learn(key)
  return { kind: 'key', key }
}

/** Stands in the document for a key until it is known that it is to be kept. */
export const NOT_KEPT_YET = 'env:NOT_KEPT_YET'

/** The reference that stands in the document; keeps a key first. */
export async function referenceOf({ keys }: Pick<Context, 'keys'>, credential: Credential): Promise<string> {
  return credential.kind === 'reference' ? credential.reference : (await keys()).keep(credential.key)
}

/** Says that a variable is not set now, which may be as it should: whoever runs the proxy needs it. */
export function noteUnset({ env, output, say }: Asker, credential: Credential | null): void {
  if (credential?.kind !== 'reference' || !credential.reference.startsWith('env:')) return
  const name = credential.reference.slice('env:'.length)
  if ((env[name] ?? '') === '') output.note(output.styled('yellow', say('endpoint.variable-unset', { name })))
}

/** What a pipe or a paste leaves around a key. */
const withoutLineBreaks = (text: string): string => text.replace(/^[\r\n]+|[\r\n]+$/g, '')

/** A key travels in a header, so it holds visible ASCII only. */
function keyFault(key: string, say: Say): string | null {
  if (key === '') return say('endpoint.key-empty')
  if (/[\s\p{Cc}]/u.test(key)) return say('endpoint.key-with-spaces')
  return /^[\x21-\x7e]+$/.test(key) ? null : say('endpoint.key-not-ascii')
}
