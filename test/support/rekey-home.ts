import { join } from 'node:path'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Store } from '../../src/ports/store.ts'
import type { KeyVault, Rewrapping, WrappingKind } from '../../src/ports/vault.ts'
import { openKeyVault } from '../../src/secrets/key-vault.ts'
import { newStretching } from '../../src/secrets/passphrase-key.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'
import { folderStore } from './folder-store.ts'
import { wrappingKeysOf } from './vault.ts'

export const PASSPHRASE = 'correct horse battery'

/** The key store of this machine, as the tests have it: beside the home, like the real one. */
export const storeOf = (home: string) => folderStore(join(home, '..', 'store'))

/** Quick to guess, and to test. */
const stretching = () => ({ ...newStretching(), cost: 10 })

/** The vault of a home, as the next process would open it, for somebody who knows the passphrase. */
export function openVaultOf(home: string, store: Store, passphrase: string | null = PASSPHRASE): KeyVault {
  const keyStore = () => storeOf(home)
  const keys = wrappingKeysOf(home, { store: keyStore, givenPassphrase: () => passphrase, stretching })
  const states = async () => store.states
  const sealed = async () => store.sealedSecrets
  const redactor = createRedactor()
  return openKeyVault({ keys, store: keyStore, sealed, states, env: {}, redactor, clock: systemClock })
}

/** What is asked of a vault; nothing of the old data key is kept. */
export const wrappedBy = (kind: WrappingKind | null): Rewrapping => ({
  ...{ kind, keepOld: false },
  newPassphrase: async () => PASSPHRASE,
})
