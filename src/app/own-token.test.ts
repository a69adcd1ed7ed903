import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/qcc.ts'
import { ownToken } from './own-token.ts'

test('it is made once, in a file for its owner alone, and stays', () => {
  const home = temporaryFolder()
  const token = ownToken(home)
  expect(token).toMatch(/^qcc_[\w-]{43}$/)
  expect(statSync(join(home, 'client-token')).mode & 0o777).toBe(0o600)
  expect(ownToken(home)).toBe(token)
})

test.each(['', 'qcc_short', 'something else'])('a file that says %j is written anew', (text) => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'client-token'), text, { mode: 0o644 })
  const token = ownToken(home)
  expect(statSync(join(home, 'client-token')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(home, 'client-token'), 'utf8').trim()).toBe(token)
  expect(token).toMatch(/^qcc_[\w-]{43}$/)
})

test('one that others could read is theirs no longer', () => {
  const home = temporaryFolder()
  const token = ownToken(home)
  chmodSync(join(home, 'client-token'), 0o644)
  expect([ownToken(home), statSync(join(home, 'client-token')).mode & 0o777]).toEqual([token, 0o600])
})

test('where it cannot be written, the error names the file', () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'client-token'))
  expect(() => ownToken(home)).toThrow(join(home, 'client-token'))
})
