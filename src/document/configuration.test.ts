import { expect, test } from 'vitest'
import { addProfile, setDefaultProfile, type Change } from '../core/config/changes.ts'
import type { Committed, Version, VersionDraft, Versions } from '../ports/store.ts'
import {
  changeConfiguration,
  readConfiguration,
  readStored,
  readVersion,
  replaceConfiguration,
} from './configuration.ts'

const AUTHOR = { author: 'cli', message: 'a change' } as const

/** Versions in memory; `beforeCommit` is somebody else, who may be faster. */
class Memory implements Versions {
  readonly all: Version[] = []
  beforeCommit: () => Promise<void> = async () => undefined

  newest = async (): Promise<Version | null> => this.all.at(-1) ?? null
  at = async (number: number): Promise<Version | null> =>
    this.all.find((one) => one.number === number) ?? null
  list = async (): Promise<readonly Version[]> => this.all.toReversed()
  commit = async (base: number, draft: VersionDraft, keep: number): Promise<Committed> => {
    const meanwhile = this.beforeCommit
    this.beforeCommit = async () => undefined
    await meanwhile()
    const newest = this.all.at(-1)?.number ?? 0
    if (newest !== base) return { kind: 'conflict', newest }
    this.all.push({ ...draft, number: base + 1 })
    this.all.splice(0, this.all.length - keep)
    return { kind: 'committed', number: base + 1 }
  }
}

const partsOf = (versions: Versions, keep = 100) => ({
  versions,
  keep,
  clock: { now: () => 1_000, after: () => () => undefined },
})
const added = (name: string): Change => addProfile({ name, endpoints: [] })
const change = (versions: Memory, what: Change) => changeConfiguration(partsOf(versions), what, AUTHOR)
const namesIn = (document: { readonly profiles: readonly { readonly name: string }[] }) =>
  document.profiles.map(({ name }) => name)

test('before the first change there is the empty document, version 0', async () => {
  const versions = new Memory()
  const nothing = { number: 0, document: { profiles: [], settings: {} } }
  expect(await readConfiguration(versions)).toEqual(nothing)
  expect(await readVersion(versions, 0)).toEqual(nothing)
  expect(await readVersion(versions, 1)).toBeNull()
})

test('a change makes a version with who, when, what and a hash of its content', async () => {
  const versions = new Memory()
  const result = await change(versions, added('work'))
  expect(result).toMatchObject({ kind: 'changed', configuration: { number: 1 } })
  expect(versions.all).toMatchObject([{ number: 1, at: 1_000, ...AUTHOR }])
  expect(versions.all[0]?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(await readVersion(versions, 1)).toEqual(await readConfiguration(versions))
})

test('what is so already makes no version, and what is refused neither', async () => {
  const versions = new Memory()
  await change(versions, added('work'))
  expect((await change(versions, setDefaultProfile('work'))).kind).toBe('unchanged')
  expect((await change(versions, added('work'))).kind).toBe('refused')
  expect(versions.all).toHaveLength(1)
})

test('a change that met another is made on top of it', async () => {
  const versions = new Memory()
  versions.beforeCommit = async () => void (await change(versions, added('faster')))
  const result = await change(versions, added('work'))
  expect(result).toMatchObject({ kind: 'changed', configuration: { number: 2 } })
  expect(namesIn((await readConfiguration(versions)).document)).toEqual(['faster', 'work'])
})

test('a change that always meets others is given up with the newest version', async () => {
  const versions = new Memory()
  let others = 0
  const meet = async (): Promise<void> => {
    versions.all.push({
      ...AUTHOR,
      number: ++others,
      at: 0,
      hash: '',
      content: '{"profiles":[],"settings":{}}',
    })
    versions.beforeCommit = meet
  }
  versions.beforeCommit = meet
  await expect(change(versions, added('work'))).rejects.toMatchObject({
    code: 'stale-version',
    details: { newest: 4 },
  })
})

test('a whole document takes the place of the version that it was made from, and of no other', async () => {
  const versions = new Memory()
  await change(versions, added('work'))
  await change(versions, added('spare'))
  const document = { profiles: [], settings: {} }
  const replace = (base: number) => replaceConfiguration(partsOf(versions), base, document, AUTHOR)
  await expect(replace(1)).rejects.toMatchObject({ code: 'stale-version', details: { newest: 2 } })
  versions.beforeCommit = async () => void (await change(versions, added('faster')))
  await expect(replace(2)).rejects.toMatchObject({ code: 'stale-version', details: { newest: 3 } })
  expect(await replace(3)).toMatchObject({ kind: 'changed', configuration: { number: 4, document } })
  expect(await replace(4)).toMatchObject({ kind: 'unchanged' })
})

test('stored content that is not valid is told with its version and faults, and can be replaced', async () => {
  const versions = new Memory()
  await change(versions, added('work'))
  versions.all.push({ ...AUTHOR, number: 2, at: 0, hash: '', content: '{"profiles":[],"tier":1}' })
  await expect(readConfiguration(versions)).rejects.toMatchObject({
    code: 'document-invalid',
    details: { version: 2, faults: 'tier (unknown-key)' },
  })
  await expect(change(versions, added('spare'))).rejects.toMatchObject({ code: 'document-invalid' })
  expect(await readStored(versions)).toMatchObject({
    number: 2,
    value: { tier: 1 },
    parsed: { kind: 'invalid' },
  })
  const before = await readVersion(versions, 1)
  if (before === null) throw new Error('version 1 is gone')
  expect(await replaceConfiguration(partsOf(versions), 2, before.document, AUTHOR)).toMatchObject({
    kind: 'changed',
  })
  expect(namesIn((await readConfiguration(versions)).document)).toEqual(['work'])
})

test('a document that is not valid is never stored', async () => {
  const versions = new Memory()
  const bad = { profiles: [{ name: 'a/b', endpoints: [] }], settings: {} }
  await expect(replaceConfiguration(partsOf(versions), 0, bad, AUTHOR)).rejects.toThrow(
    'profiles.0.name (name)',
  )
  expect(versions.all).toEqual([])
})

test('what is not stored as written is a failure, what is not kept any more is none', async () => {
  const versions = new Memory()
  const parts = partsOf(versions, 1)
  versions.at = async () => ({ ...AUTHOR, number: 1, at: 0, hash: '', content: '{}' })
  await expect(changeConfiguration(parts, added('work'), AUTHOR)).rejects.toMatchObject({
    code: 'store-failed',
  })
  versions.at = async () => {
    versions.all.push({ ...AUTHOR, number: 9, at: 0, hash: '', content: '{}' })
    return null
  }
  expect(await changeConfiguration(parts, added('spare'), AUTHOR)).toMatchObject({ kind: 'changed' })
})
