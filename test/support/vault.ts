import { join } from 'node:path'
import { systemClock } from '../../src/app/system-clock.ts'
import type { SealedSecrets } from '../../src/ports/store.ts'
import type { KeyVault } from '../../src/ports/vault.ts'
import { keyFault } from '../../src/secrets/key-fault.ts'
import type { KeyStore } from '../../src/secrets/key-store.ts'
import { openKeyVault } from '../../src/secrets/key-vault.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'
import { holdFile } from '../../src/store/hold-file.ts'
import { wrappingKeysAt, type WrappingKeys, type WrappingPlaces } from '../../src/secrets/wrapping-keys.ts'

const noStore = (): KeyStore => {
  throw keyFault('key-store-off')
}

/** What opens the stored keys of a home: its key file, and whatever else is given. */
export const wrappingKeysOf = (home: string, places: Partial<WrappingPlaces> = {}): WrappingKeys =>
  wrappingKeysAt({
    ...{ keyFile: join(home, 'key'), store: noStore, clock: systemClock },
    hold: () => holdFile(join(home, 'rekey.lock')),
    givenPassphrase: () => null,
    askPassphrase: async () => null,
    ...places,
  })

/** The vault of a home, with what is given in the place of the usual parts. */
export function vaultOf(
  home: string,
  sealed: SealedSecrets,
  parts: Partial<Parameters<typeof openKeyVault>[0]> = {},
): KeyVault {
  const states = new Map<string, unknown>()
  return openKeyVault({
    ...{
      keys: wrappingKeysOf(home),
      store: noStore,
      env: {},
      redactor: createRedactor(),
      clock: systemClock,
    },
    sealed: async () => sealed,
    states: async () => ({
      get: async (name) => (states.get(name) ?? null) as null,
      set: async (name, value) => void states.set(name, value),
    }),
    ...parts,
  })
}
