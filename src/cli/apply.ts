import type { Change } from '../core/config/changes.ts'
import {
  changeConfiguration,
  readConfiguration,
  type ChangeResult,
  type Configuration,
} from '../document/configuration.ts'
import type { VersionDraft } from '../ports/store.ts'
import type { Context } from './context.ts'
import { refusalError } from './refusal.ts'

/** What became of a change that was not refused; `unchanged` made no version. */
export type Applied = Exclude<ChangeResult, { readonly kind: 'refused' }>

type Parts = Pick<Context, 'clock' | 'say' | 'settings' | 'store'>

/** The newest version of the configuration. */
export async function configurationOf(context: Pick<Context, 'store'>): Promise<Configuration> {
  return readConfiguration((await context.store()).versions)
}

/** Makes the change a version; `message` is for the list of versions. Throws what refuses it. */
export async function applyChange(
  context: Parts,
  change: Change,
  message: string,
  more: Partial<Pick<VersionDraft, 'author' | 'renamed'>> = {},
): Promise<Applied> {
  const { clock, say } = context
  const { versions } = await context.store()
  const { settings } = await context.settings()
  const parts = { versions, clock, keep: settings['versions.keep'] }
  const result = await changeConfiguration(parts, change, { author: 'cli', message, ...more })
  if (result.kind !== 'refused') return result
  const { document } = await readConfiguration(versions)
  throw refusalError(result.refusal, document, say)
}

/** Throws what would refuse the change now; for what must be known before something else is done for it. */
export async function checkChange(context: Parts, change: Change): Promise<void> {
  const { document } = await configurationOf(context)
  const result = change(document)
  if (result.kind === 'refused') throw refusalError(result.refusal, document, context.say)
}
