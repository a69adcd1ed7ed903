/** Texts under a passphrase in the standard age format, which `age --decrypt` opens too. */
import { armor, Decrypter, Encrypter } from 'age-encryption'
import { isArmored } from './age-header.ts'

export type Opened =
  | { readonly kind: 'opened'; readonly text: string }
  /** Another passphrase, or encrypted for a key instead of a passphrase. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'damaged' }

/** As lines of ASCII. Takes a second or two, so that guessing takes long. */
export async function seal(text: string, passphrase: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return armor.encode(await encrypter.encrypt(text))
}

/** Takes both forms of the format, bytes and lines of ASCII. */
export async function open(file: Uint8Array, passphrase: string): Promise<Opened> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  try {
    const text = isArmored(file) ? Buffer.from(file).toString() : null
    const bytes = text === null ? file : armor.decode(text.trim())
    return { kind: 'opened', text: await decrypter.decrypt(bytes, 'text') }
  } catch (error) {
    return { kind: (error as Error).message.startsWith('no identity matched') ? 'locked' : 'damaged' }
  }
}
