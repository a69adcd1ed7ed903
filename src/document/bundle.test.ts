import { armor, Encrypter } from 'age-encryption'
import { expect, test } from 'vitest'
import { own, reused } from '../../test/support/documents.ts'
import type { Document } from '../core/config/document.ts'
import { open } from './age-file.ts'
import { isAgeFile } from './age-header.ts'
import { parseBundle, secretReferences, withReferences } from './bundle.ts'
import { placeText } from './fault.ts'
import { withUnits } from './yaml.ts'

const DOCUMENT: Document = {
  profiles: [
    {
      name: 'work',
      endpoints: [
        own('0000000a', 'one', { credential: 'secret:one' }),
        own('0000000b', 'two', { credential: 'secret:two' }),
        own('0000000c', 'three', { credential: 'secret:one' }),
        own('0000000d', 'four'),
      ],
    },
    { name: 'spare', endpoints: [reused('0000000e', 'five', 'work/one')] },
  ],
  settings: { 'body.max': 1_024 },
}
const noId = () => '0000000f'

test('a document names each of its stored keys once, and takes other references for them', () => {
  expect(secretReferences(DOCUMENT)).toEqual(['secret:one', 'secret:two'])
  const swapped = new Map([
    ['secret:one', 'secret:two'],
    ['secret:two', 'secret:one'],
  ])
  const renamed = withReferences(DOCUMENT, swapped)
  expect(secretReferences(renamed)).toEqual(['secret:two', 'secret:one'])
  expect(withReferences(renamed, swapped)).toEqual(DOCUMENT)
})

test('a bundle gives its document and its keys, a document alone only itself', () => {
  const secrets = { 'secret:one': 'made-up', 'secret:two': 'made-up too' }
  expect(parseBundle({ document: withUnits(DOCUMENT), secrets }, noId)).toEqual({
    kind: 'valid',
    document: DOCUMENT,
    secrets: new Map(Object.entries(secrets)),
  })
  expect(parseBundle(withUnits(DOCUMENT), noId)).toEqual({
    kind: 'valid',
    document: DOCUMENT,
    secrets: new Map(),
  })
  expect(parseBundle({ document: DOCUMENT }, noId)).toMatchObject({ kind: 'valid', secrets: new Map() })
})

test('faults of a bundle have their place in it', () => {
  const bundle = {
    document: { profiles: [{ name: 5 }] },
    secrets: { 'secret:one': '', 'env:KEY': 'x' },
    more: 1,
  }
  const parsed = parseBundle(bundle, noId)
  if (parsed.kind === 'valid') throw new Error('taken')
  expect(parsed.faults.map(({ code, path }) => `${placeText(path)} ${code}`)).toEqual([
    'more unknown-key',
    'document.profiles.0.name not-text',
    'secrets.secret:one not-text',
    'secrets.env:KEY credential',
  ])
  expect(parseBundle({ document: { profiles: [] }, secrets: [] }, noId)).toMatchObject({ kind: 'invalid' })
  expect(parseBundle(null, noId)).toMatchObject({ kind: 'invalid' })
})

/** With little work, so that the tests are quick. */
async function quickly(text: string): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.setScryptWorkFactor(10)
  encrypter.setPassphrase('open sesame')
  return encrypter.encrypt(text)
}

test('both forms of the format are known by their beginning, and open with the passphrase alone', async () => {
  const binary = await quickly('text')
  const armored = Buffer.from(`\r\n${armor.encode(binary)}`)
  for (const file of [binary, armored]) {
    expect(isAgeFile(file)).toBe(true)
    expect(await open(file, 'open sesame')).toEqual({ kind: 'opened', text: 'text' })
    expect(await open(file, 'open')).toEqual({ kind: 'locked' })
    const broken = Uint8Array.from(file)
    broken[broken.length - 40] = (broken[broken.length - 40] ?? 0) ^ 1
    expect(await open(broken, 'open sesame')).toEqual({ kind: 'damaged' })
    expect(await open(file.subarray(0, 60), 'open sesame')).toEqual({ kind: 'damaged' })
  }
  for (const text of ['', 'profiles: []', '{}', 'age-encryption.org'])
    expect(isAgeFile(Buffer.from(text))).toBe(false)
})
