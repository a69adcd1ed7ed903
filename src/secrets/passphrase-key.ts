import { randomBytes, scrypt } from 'node:crypto'
import { KEY_BYTES } from './envelope.ts'
import type { Stretching } from './wrapping.ts'

/**
 * What OWASP asks for at least: N = 2^17, r = 8, p = 1, which takes 128 MiB
 * and some tenths of a second for each guess.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html.
 */
const COST = 17
const BLOCK_SIZE = 8
const PARALLELISM = 1
const SALT_BYTES = 16

/** With a salt of its own. */
export const newStretching = (): Stretching => ({
  ...{ cost: COST, blockSize: BLOCK_SIZE, parallelism: PARALLELISM },
  salt: randomBytes(SALT_BYTES).toString('base64url'),
})

/** The key that a passphrase stands for. One text is one passphrase, however its accents are written. */
export function passphraseKey(passphrase: string, stretching: Stretching): Promise<Buffer> {
  const { blockSize, cost, parallelism, salt } = stretching
  const N = 2 ** cost
  // What Node allows for is too little.
  const maxmem = 2 * 128 * N * blockSize
  return new Promise((resolve, reject) => {
    const options = { N, r: blockSize, p: parallelism, maxmem }
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64url'), KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
