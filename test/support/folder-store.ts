import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyStore } from '../../src/secrets/key-store.ts'

/** A key store that keeps its items as files, so that another process finds them. */
export function folderStore(folder: string): KeyStore & { readonly items: () => readonly string[] } {
  mkdirSync(folder, { recursive: true })
  const read = async (item: string): Promise<string | null> => {
    try {
      return readFileSync(join(folder, item), 'utf8')
    } catch {
      return null
    }
  }
  return {
    name: 'keychain',
    keep: async (item, secret) => {
      writeFileSync(join(folder, item), secret)
    },
    read,
    remove: async (item) => {
      rmSync(join(folder, item), { force: true })
    },
    readForeign: (service, account) => read(account === null ? service : `${service}@${account}`),
    items: () => readdirSync(folder),
  }
}
