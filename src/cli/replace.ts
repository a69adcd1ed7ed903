import type { Document } from '../core/config/document.ts'
import { replaceConfiguration } from '../document/configuration.ts'
import { AppError } from '../errors/app-error.ts'
import type { Author } from '../ports/store.ts'
import { SETTINGS } from '../settings/schema.ts'
import type { Applied } from './apply.ts'
import type { Context } from './context.ts'

/**
 * Puts a whole document in the place of version `base`, as a new version. Also
 * where `base` is not valid for this QCC: this is how a person gets out of that.
 */
export async function replaceDocument(
  context: Pick<Context, 'clock' | 'settings' | 'store'>,
  base: number,
  document: Document,
  signature: { readonly author: Author; readonly message: string },
): Promise<Applied> {
  const { clock } = context
  const { versions } = await context.store()
  return replaceConfiguration({ versions, clock, keep: await keepOf(context) }, base, document, signature)
}

async function keepOf(context: Pick<Context, 'settings'>): Promise<number> {
  try {
    return (await context.settings()).settings['versions.keep']
  } catch (error) {
    if (error instanceof AppError && error.code === 'document-invalid')
      return SETTINGS['versions.keep'].default
    throw error
  }
}
