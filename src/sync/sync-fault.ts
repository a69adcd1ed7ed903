import { AppError } from '../errors/app-error.ts'
import type { FailureCode } from '../errors/failures.ts'
import type { syncFaultEn } from '../i18n/en/sync-fault.ts'

export type SyncFaultText = keyof typeof syncFaultEn

/** Something that ends a sync. What it names is shown to people, so that no credential may be in it. */
export const syncFault = (
  text: SyncFaultText,
  details: Readonly<Record<string, string | number>>,
  code: FailureCode = 'failed',
): AppError => new AppError(code, `${text} ${JSON.stringify(details)}`, { text, details })
