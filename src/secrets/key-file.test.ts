import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/qcc.ts'
import { ensureKeyFile, readKeyFile, replaceKeyFile } from './key-file.ts'

const newPlace = () => join(temporaryFolder(), 'home', 'key')
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

test('the first asks for it and makes it, everybody after gets the same, and nothing else is left', () => {
  const file = newPlace()
  const keys = ensureKeyFile(file)
  expect(keys.map((key) => key.length)).toEqual([32])
  expect(ensureKeyFile(file)).toEqual(keys)
  expect(readKeyFile(file)).toEqual(keys)
  expect(readFileSync(file, 'utf8')).toBe(`${String(keys[0]?.toString('base64'))}\n`)
  expect(readdirSync(dirname(file))).toEqual(['key'])
})

test('two homes have two keys', () => {
  expect(ensureKeyFile(newPlace())).not.toEqual(ensureKeyFile(newPlace()))
})

test.runIf(process.platform !== 'win32')(
  'it is for its owner only, and made so again when it was not',
  () => {
    const file = newPlace()
    const key = ensureKeyFile(file)
    expect([modeOf(file), modeOf(dirname(file))]).toEqual(['600', '700'])
    chmodSync(file, 0o644)
    expect(readKeyFile(file)).toEqual(key)
    expect(modeOf(file)).toBe('600')
  },
)

test.each([
  ['nothing', ''],
  ['a key that is too short', Buffer.alloc(31).toString('base64')],
  ['a key that is too long', Buffer.alloc(33).toString('base64')],
  ['something else', `${Buffer.alloc(32).toString('base64')}!`],
])('a file with %s is refused by its name, and stays as it is', (_what, text) => {
  const file = newPlace()
  mkdirSync(dirname(file))
  writeFileSync(file, text)
  const refusal = expect.objectContaining({
    code: 'secret-unreadable',
    details: { reason: 'key-file-damaged', file },
  }) as Error
  expect(() => readKeyFile(file)).toThrow(refusal)
  expect(() => ensureKeyFile(file)).toThrow(refusal)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a file that is not there is told by its name', () => {
  const file = newPlace()
  expect(() => readKeyFile(file)).toThrow(
    expect.objectContaining({
      code: 'secret-unreadable',
      details: { reason: 'key-file-gone', file, why: expect.stringContaining('ENOENT') as string },
    }) as Error,
  )
})

test('a place where no file can be made is told by its name', () => {
  const notAFolder = join(temporaryFolder(), 'home')
  writeFileSync(notAFolder, '')
  const file = join(notAFolder, 'key')
  expect(() => ensureKeyFile(file)).toThrow(expect.objectContaining({ code: 'store-unwritable' }) as Error)
})

test('two keys stand in it while keys change, and without any it is gone', () => {
  const file = newPlace()
  const [old = Buffer.of()] = ensureKeyFile(file)
  const made = Buffer.alloc(32, 1)
  replaceKeyFile(file, [made, old])
  expect(readKeyFile(file)).toEqual([made, old])
  replaceKeyFile(file, [])
  expect(readdirSync(dirname(file))).toEqual([])
})
