/**
 * A process that is killed while it seals all keys anew:
 * `node rekey-child.ts HOME KIND NUMBER` ends by SIGKILL right before its
 * operation of that number, on files or on the database.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import type { WrappingKind } from '../../src/ports/vault.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openVaultOf, wrappedBy } from './rekey-home.ts'

const [home = '', kind = '', number = '0'] = process.argv.slice(2)
const store = await openStore({ file: join(home, 'qcc.db') })
const vault = openVaultOf(home, store)

let count = 0
function counted<T extends object>(owner: T, names: readonly (keyof T)[]): void {
  for (const name of names) {
    const real = owner[name] as (...args: unknown[]) => unknown
    owner[name] = function (this: unknown, ...args: unknown[]) {
      count += 1
      if (count === Number(number)) process.kill(process.pid, 'SIGKILL')
      return real.apply(this, args)
    } as T[keyof T]
  }
}
counted(fs, ['writeFileSync', 'renameSync', 'rmSync', 'fsyncSync'])
syncBuiltinESMExports()
counted(DatabaseSync.prototype, ['exec'])
counted(StatementSync.prototype, ['run'])

await vault.rekey(wrappedBy(kind as WrappingKind))
store.close()
