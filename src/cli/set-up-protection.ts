/** How the keys of a new home are to be protected. */
import type { WrappingKind } from '../ports/vault.ts'
import type { Ask } from './ask.ts'
import type { Context } from './context.ts'
import { newHomePassphrase } from './home-passphrase.ts'

/** What a person chose. */
interface ProtectionDraft {
  readonly kind: WrappingKind
  /** Null for another kind than that. */
  readonly passphrase: string | null
}

/**
 * For a first set-up: asks a person, with the key store first where the system
 * has one that answers. Null where something says already how keys are
 * protected, or nobody can be asked; the first key then makes a key file.
 */
export async function protectionAnswer(context: Context, ask: Ask | null): Promise<ProtectionDraft | null> {
  const { say } = context
  const keys = await context.keys()
  if (ask === null || (await keys.protection()).kind !== 'nothing-stored') return null
  const kinds: readonly WrappingKind[] = [
    ...((await keys.hasKeyStore()) ? (['key-store'] as const) : []),
    ...(['key-file', 'passphrase'] as const),
  ]
  const choices = kinds.map((value) => ({
    ...{ value, label: say(`keys.offer.${value}`), hint: say(`keys.hint.${value}`) },
  }))
  const kind = await ask.choose(say('keys.ask-protection'), choices)
  return { kind, passphrase: kind === 'passphrase' ? await newHomePassphrase(context) : null }
}

/** Applies it, before the first key is kept; read back when it resolves. */
export async function protectHome(
  { keys }: Pick<Context, 'keys'>,
  { kind, passphrase }: ProtectionDraft,
): Promise<void> {
  await (await keys()).rekey({ kind, keepOld: true, newPassphrase: async () => passphrase ?? '' })
}
