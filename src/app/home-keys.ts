import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { KeyStore } from '../secrets/key-store.ts'
import type { WrappingKeys } from '../secrets/wrapping-keys.ts'

interface Setup {
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly redactor: Redactor
  readonly person: Person
}

/** Whoever runs the command. */
export interface Person {
  /** Whether there is one at a terminal. */
  readonly isThere: () => boolean
  /** Asks for the passphrase of the home; null where nobody can be asked. */
  readonly askPassphrase: () => Promise<string | null>
}

/** What opens the stored keys of a home. */
export interface HomeKeys {
  readonly wrapping: WrappingKeys
  /** Throws `secret-unreadable` where there is to be none. */
  readonly store: () => KeyStore
}

/** The variable that gives the passphrase where nobody is asked. */
const VARIABLE = 'QCC_PASSPHRASE'

/** Loaded at the first use, and then the same for all. */
export function homeKeys({ clock, env, home, person, redactor }: Setup): () => Promise<HomeKeys> {
  let keys: Promise<HomeKeys> | null = null
  const learnt = (passphrase: string | null): string | null => {
    if (passphrase !== null) redactor.learn(passphrase)
    return passphrase
  }
  const load = async (): Promise<HomeKeys> => {
    const [{ wrappingKeysAt }, { keyStoreHere }, { holdFile }] = await Promise.all([
      import('../secrets/wrapping-keys.ts'),
      import('../secrets/key-store-here.ts'),
      import('../store/hold-file.ts'),
    ])
    const place = { platform: process.platform, env, clock, folder: join(home, 'key-store') }
    const store = (): KeyStore => keyStoreHere({ ...place, isAttended: person.isThere })
    const wrapping = wrappingKeysAt({
      ...{ keyFile: join(home, 'key'), store, clock },
      givenPassphrase: () => learnt(env[VARIABLE] || null),
      hold: () => holdFile(join(home, 'rekey.lock')),
      askPassphrase: async () => learnt(await person.askPassphrase()),
    })
    return { wrapping, store }
  }
  return () => (keys ??= load())
}
