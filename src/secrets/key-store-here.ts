import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import { dataProtection } from './data-protection.ts'
import { faultOf, keyFault } from './key-fault.ts'
import type { AskStore, KeyStore } from './key-store.ts'
import { macKeychain } from './mac-keychain.ts'
import { programs, type AskProgram, type ProgramAnswer } from './program-output.ts'
import { secretService } from './secret-service.ts'

interface KeyStorePlace {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** Where the system keeps no secrets itself but only encrypts them. */
  readonly folder: string
  /** Whether somebody is there who could unlock it. */
  readonly isAttended: () => boolean
}

/** Nobody waits for longer at a service that does not answer. PowerShell alone takes seconds to start. */
const UNATTENDED_MS = { 'secret-service': 3_000, keychain: 3_000, dpapi: 15_000 } as const
/** A person may have to type the password of the store. */
const ATTENDED_MS = 30_000

/** Turns the key store off, for tests and for machines where it is not to be asked. */
const VARIABLE = 'QCC_KEY_STORE'

/** Throws `secret-unreadable` where there is to be none. */
export function keyStoreHere(place: KeyStorePlace): KeyStore {
  const { clock, env, folder, isAttended, platform } = place
  const store = platform === 'darwin' ? 'keychain' : platform === 'win32' ? 'dpapi' : 'secret-service'
  if (env[VARIABLE] === 'off') throw keyFault('key-store-off')
  const ask = answering(programs(env, clock), () => (isAttended() ? ATTENDED_MS : UNATTENDED_MS[store]))
  switch (store) {
    case 'keychain':
      return macKeychain(ask)
    case 'dpapi':
      return dataProtection(ask, folder)
    case 'secret-service':
      return secretService(ask, isAttended)
  }
}

const answering =
  (ask: AskProgram, timeoutMs: () => number): AskStore =>
  async (program, args, input = '') => {
    const limit = timeoutMs()
    return ended(await ask({ program, args, input, timeoutMs: limit }), program, limit)
  }

function ended(answer: ProgramAnswer, program: string, limit: number) {
  if (answer.kind === 'missing') throw keyFault('key-store-missing', { program })
  if (answer.kind === 'silent') throw keyFault('key-store-silent', { program, seconds: limit / 1_000 })
  return answer
}

const TRIAL_BYTES = 12

/** Whether it gives back what it is given: a trial, of which nothing is left. */
export async function answersTrial(open: () => KeyStore): Promise<boolean> {
  const secret = randomBytes(TRIAL_BYTES).toString('base64url')
  const item = `trial-${secret}`
  try {
    const store = open()
    await store.keep(item, secret)
    const read = await store.read(item)
    await store.remove(item)
    return read === secret && (await store.read(item)) === null
  } catch (error) {
    if (faultOf(error) === null) throw error
    return false
  }
}
