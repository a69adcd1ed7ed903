import { AppError } from '../../../errors/app-error.ts'
import type { Protection, WrappingKind } from '../../../ports/vault.ts'
import { confirmed } from '../../confirm.ts'
import type { Context } from '../../context.ts'
import { newHomePassphrase } from '../../home-passphrase.ts'
import { printJson } from '../../report.ts'
import type { ConfigRekeyShape } from '../../../views/shapes/config.ts'

export interface ConfigRekeyFlags {
  readonly keyStore?: boolean
  readonly passphrase?: boolean
  readonly keyFile?: boolean
}

/** Seals all stored keys with a new data key, wrapped as before or as the flags say. */
export async function configRekey(context: Context, flags: ConfigRekeyFlags): Promise<void> {
  const { env, json, output, say } = context
  const keys = await context.keys()
  await keys.unlock()
  const before = await keys.protection()
  const kind = wantedKind(flags)
  const what = textOf(context, kind ?? kindOf(before))
  await confirmed(context, say('rekey.question', { count: countOf(before), what }))
  // The variable of the present passphrase gives the first one, too.
  const instead = before.kind === 'passphrase' ? undefined : env['QCC_PASSPHRASE']
  const isHeld = await context.isHeld()
  const done = await keys.rekey({
    kind,
    newPassphrase: () => newHomePassphrase(context, instead),
    keepOld: isHeld || (await hasKeptRequests(context)),
  })
  if (json) printJson<ConfigRekeyShape>(context, { ...done })
  output.note(say('rekey.done', { count: done.secrets, what: textOf(context, done.kind) }))
  const warn = (text: string): void => void output.note(output.styled('yellow', text))
  if (done.shut > 0) warn(say('rekey.shut', { count: done.shut }))
  if (done.kind !== 'passphrase' || kind === null) return
  if (isHeld) warn(say('rekey.restart'))
  warn(say('rekey.service'))
}

function wantedKind({ keyFile, keyStore, passphrase }: ConfigRekeyFlags): WrappingKind | null {
  if (keyStore === true) return 'key-store'
  if (passphrase === true) return 'passphrase'
  return keyFile === true ? 'key-file' : null
}

/** A home that says nothing yet gets a key file. */
const kindOf = ({ kind }: Protection): WrappingKind =>
  kind === 'key-store' || kind === 'passphrase' ? kind : 'key-file'

const countOf = (protection: Protection): number =>
  'secrets' in protection
    ? protection.secrets
    : Number('values' in protection ? (protection.values['of'] ?? 0) : 0)

const textOf = ({ home, say }: Context, kind: WrappingKind): string =>
  say(`rekey.what.${kind}`, { file: `${home}/key` })

/** What cannot be read may be mended, and then its requests are to open. */
async function hasKeptRequests(context: Context): Promise<boolean> {
  try {
    return (await (await context.queue()).list({ most: 1 })).length > 0
  } catch (error) {
    if (error instanceof AppError) return true
    throw error
  }
}
