/** How encrypted files in the age format begin, so that only they make a program load what opens them. */
const ARMORED = '-----BEGIN AGE ENCRYPTED FILE-----'
const BINARY = 'age-encryption.org/v1\n'

export const isArmored = (file: Uint8Array): boolean => beginningOf(file).trimStart().startsWith(ARMORED)

export const isAgeFile = (file: Uint8Array): boolean =>
  isArmored(file) || beginningOf(file).startsWith(BINARY)

const beginningOf = (file: Uint8Array): string => Buffer.from(file.subarray(0, 100)).toString('latin1')
