import { AppError } from '../errors/app-error.ts'
import type { KeyFault } from '../ports/vault.ts'

/** For a log; people are told in their language, by the kind of the fault. */
const MESSAGES: Readonly<Record<KeyFault['reason'], string>> = {
  'key-file-gone': 'the key file cannot be read',
  'key-file-damaged': 'the key file does not hold a key',
  'not-opened': 'the key at hand does not open them',
  'key-store-off': 'the key store is turned off by QCC_KEY_STORE',
  'key-store-missing': 'the program that asks the key store is not there',
  'key-store-silent': 'the key store does not answer',
  'key-store-closed': 'the key store takes nothing, or does not give it back',
  'key-store-refuses': 'the key store is locked, or does not have the key any more',
  'passphrase-missing': 'nobody gave the passphrase',
  'passphrase-wrong': 'the passphrase is another one',
}

/** Stored keys that cannot be had; what to do about it stands in the text of each reason. */
export function keyFault(reason: KeyFault['reason'], values: KeyFault['values'] = {}): AppError {
  const details = Object.values(values).join(', ')
  const message = `stored keys cannot be read: ${MESSAGES[reason]}${details === '' ? '' : ` (${details})`}`
  return new AppError('secret-unreadable', message, {
    details: { reason, ...values },
    text: `key-fault.${reason}`,
  })
}

/** What an error of `keyFault` says; null for any other. */
export function faultOf(error: unknown): KeyFault | null {
  if (!(error instanceof AppError) || error.code !== 'secret-unreadable') return null
  const { reason, ...values } = error.details
  return { reason: reason as KeyFault['reason'], values }
}
