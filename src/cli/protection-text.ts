import type { Protection } from '../ports/vault.ts'
import type { Say } from './texts.ts'

/** How stored keys are protected, in words. */
export function protectionText(protection: Protection, say: Say): string {
  switch (protection.kind) {
    case 'nothing-stored':
      return say('protection.nothing-stored')
    case 'key-file':
      return say('protection.key-file', { file: protection.file, count: protection.secrets })
    case 'key-store':
      return say('protection.key-store', {
        store: say(`key-store.${protection.store}`),
        count: protection.secrets,
      })
    case 'passphrase':
      return say(protection.isOpened ? 'protection.passphrase' : 'protection.passphrase-unknown', {
        count: protection.secrets,
      })
    case 'unreadable':
      return say(`key-fault.${protection.reason}`, protection.values)
  }
}
