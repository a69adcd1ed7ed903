import { expect, test } from 'vitest'
import { withoutOwnSecrets } from './own-secrets.ts'

test('what opens the keys is left out, and nothing else', () => {
  const others = { PATH: '/bin', QCC_HOME: '/home', EMPTY: '', NONE: undefined }
  expect(withoutOwnSecrets({ ...others, QCC_PASSPHRASE: 'a', QCC_NEW_PASSPHRASE: 'b' })).toEqual(others)
})
