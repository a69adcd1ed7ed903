import type { AskStore, KeyStore } from './key-store.ts'

const PROGRAM = 'security'
const SERVICE = 'qcc'

/**
 * The log-in keychain of macOS, asked by the program of the system. It takes
 * commands from its standard input, where nobody else sees what is in them.
 */
export function macKeychain(ask: AskStore): KeyStore {
  const find = async (service: string, account: string | null): Promise<string | null> => {
    const whose = account === null ? [] : ['-a', account]
    const { code, output } = await ask(PROGRAM, ['find-generic-password', '-s', service, ...whose, '-w'])
    return code === 0 && output !== '' ? output.replace(/\n$/, '') : null
  }
  return {
    name: 'keychain',
    // It ends with 0 whatever became of its commands; who keeps something reads it back.
    keep: async (item, secret) => {
      await ask(PROGRAM, ['-i'], `add-generic-password -U -s ${SERVICE} -a "${item}" -w "${secret}"\n`)
    },
    read: (item) => find(SERVICE, item),
    remove: async (item) => {
      await ask(PROGRAM, ['delete-generic-password', '-s', SERVICE, '-a', item])
    },
    readForeign: find,
  }
}
