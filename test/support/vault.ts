import { join } from 'node:path'
import { systemClock } from '../../src/app/system-clock.ts'
import type { SealedSecrets } from '../../src/ports/store.ts'
import type { KeyVault } from '../../src/ports/vault.ts'
import { openKeyVault } from '../../src/secrets/key-vault.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'

/** The vault of a home, with what is given in the place of the usual parts. */
export function vaultOf(
  home: string,
  sealed: SealedSecrets,
  parts: Partial<Parameters<typeof openKeyVault>[0]> = {},
): KeyVault {
  return openKeyVault({
    keyFile: join(home, 'key'),
    sealed: async () => sealed,
    env: {},
    redactor: createRedactor(),
    clock: systemClock,
    ...parts,
  })
}
