import type { AskStore, KeyStore } from './key-store.ts'
import { keyFault } from './key-fault.ts'

const PROGRAM = 'secret-tool'

/**
 * The Secret Service of a Linux desktop (GNOME Keyring, KWallet, KeePassXC),
 * asked by the program of libsecret. Items of others are found by the
 * attributes `service` and `username`, as the libraries for Python and Go keep
 * theirs.
 */
export function secretService(ask: AskStore, isAttended: () => boolean): KeyStore {
  const attributesOf = (item: string): readonly string[] => ['application', 'qcc', 'item', item]
  const read = async (attributes: readonly string[]): Promise<string | null> => {
    // Only looking up unlocks a store, for which a window opens; searching leaves it locked.
    if (isAttended()) {
      const { code, output } = await ask(PROGRAM, ['lookup', ...attributes])
      return code === 0 && output !== '' ? output.replace(/\n$/, '') : null
    }
    const { output } = await ask(PROGRAM, ['search', ...attributes])
    return /^secret = (.*)$/m.exec(output)?.[1] ?? null
  }
  return {
    name: 'secret-service',
    keep: async (item, secret) => {
      const args = ['store', '--label=QCC: opens the stored keys', ...attributesOf(item)]
      const { code } = await ask(PROGRAM, args, secret)
      if (code !== 0) throw keyFault('key-store-closed')
    },
    read: (item) => read(attributesOf(item)),
    remove: async (item) => {
      await ask(PROGRAM, ['clear', ...attributesOf(item)])
    },
    readForeign: (service, account) =>
      read(['service', service, ...(account === null ? [] : ['username', account])]),
  }
}
