import type { KeyStore } from './key-store.ts'

/** What a `keychain:` reference names: an item of the key store by its service, or by that and an account behind the last `/`. */
export function keychainItem(store: KeyStore, name: string): Promise<string | null> {
  const cut = name.lastIndexOf('/')
  if (cut < 1 || cut === name.length - 1) return store.readForeign(name, null)
  return store.readForeign(name.slice(0, cut), name.slice(cut + 1))
}
