import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { SealedSecrets } from '../../src/ports/store.ts'
import type { KeyVault } from '../../src/ports/vault.ts'
import { ensureKeyFile } from '../../src/secrets/key-file.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'
import { openFor, STORES } from '../support/stores.ts'
import { vaultOf } from '../support/vault.ts'

const KEY = 'sk-ant-made-up-0123456789'

interface Rig {
  readonly vault: KeyVault
  readonly redact: (text: string) => string
  readonly sealed: SealedSecrets
  readonly home: string
  /** The same home, opened anew, as the next process would. */
  readonly reopen: () => KeyVault
}

async function rig(
  env: Readonly<Record<string, string>> = {},
  run?: (command: string) => Promise<string | null>,
): Promise<Rig> {
  const [implementation] = STORES
  if (implementation === undefined) throw new Error('there is a store')
  const place = implementation.place()
  const { sealedSecrets } = await openFor(implementation, place)
  const home = dirname(place)
  const redactor = createRedactor()
  const open = (): KeyVault =>
    vaultOf(home, sealedSecrets, { env, redactor, ...(run === undefined ? {} : { run }) })
  return { vault: open(), redact: (text) => redactor.redact(text), sealed: sealedSecrets, home, reopen: open }
}

const notOpened = (shut: number, of: number) => ({
  ...{ kind: 'unreadable', reason: 'not-opened', values: { shut, of } },
})
const UNREADABLE = { name: 'AppError', code: 'secret-unreadable' }

test('a key that was kept comes back by its reference, in this process and the next', async () => {
  const { reopen, vault } = await rig()
  const reference = await vault.keep(KEY)
  expect(reference).toMatch(/^secret:[A-Za-z0-9_-]{16}$/)
  expect(await vault.resolve(reference)).toBe(KEY)
  expect(await reopen().resolve(reference)).toBe(KEY)
})

test('a key of another machine keeps its reference, and never takes the place of another one', async () => {
  const { redact, reopen, vault } = await rig()
  expect(await vault.adopt('secret:from-there', KEY)).toBe(true)
  expect(await reopen().resolve('secret:from-there')).toBe(KEY)
  expect(redact(KEY)).not.toContain(KEY)
  expect(await vault.adopt('secret:from-there', KEY)).toBe(true)
  expect(await vault.adopt('secret:from-there', 'another')).toBe(false)
  expect(await reopen().resolve('secret:from-there')).toBe(KEY)
})

test('the same key kept twice has two references, and keys do not meet', async () => {
  const { reopen, sealed, vault } = await rig()
  const kept = [await vault.keep(KEY), await vault.keep(KEY), await vault.keep('ключ-一-\u{1f511}')]
  expect(new Set(kept).size).toBe(3)
  expect(await sealed.wrappedKeys()).toHaveLength(1)
  const next = reopen()
  expect(await Promise.all(kept.map(async (reference) => next.resolve(reference)))).toEqual([
    KEY,
    KEY,
    'ключ-一-\u{1f511}',
  ])
})

test('no file in the home holds a key, as it is or as base64 writes it', async () => {
  const { home, vault } = await rig()
  const key = 'made-up-key-that-nobody-may-find'
  await vault.keep(key)
  const files = readdirSync(home)
  expect(files).toContain('key')
  expect(files).toContain('qcc.db-wal')
  // Whatever bytes stand before it, base64 writes the middle of a text in one of three ways.
  const written = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + key)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(4, -4),
  )
  for (const file of files) {
    const bytes = readFileSync(join(home, file))
    for (const text of [key, ...written]) expect([file, bytes.includes(text)]).toEqual([file, false])
  }
})

test('an opened key is not read again', async () => {
  const { home, vault, reopen } = await rig()
  const reference = await vault.keep(KEY)
  const next = reopen()
  await next.resolve(reference)
  rmSync(join(home, 'key'))
  expect(await next.resolve(reference)).toBe(KEY)
})

test.each(['secret:not-there', 'env:NOT_THERE', 'env:EMPTY', 'env:LINES', 'other:thing', 'nothing', ''])(
  'behind "%s" there is no key',
  async (reference) => {
    const { vault } = await rig({ EMPTY: '', LINES: 'a\nb' })
    expect(await vault.resolve(reference)).toBeNull()
    await vault.keep(KEY)
    expect(await vault.resolve(reference)).toBeNull()
  },
)

test('a variable is read at each use', async () => {
  const env = { MINE: 'first-value' }
  const { vault } = await rig(env)
  expect(await vault.resolve('env:MINE')).toBe('first-value')
  env.MINE = ' \tsecond-value \r\n'
  expect(await vault.resolve('env:MINE')).toBe('second-value')
})

test.each([
  ['key-of-a-command', 'key-of-a-command'],
  ['\n key-of-a-command\t\n', 'key-of-a-command'],
  ['\n', null],
  ['key\nand more\n', null],
  [null, null],
])('a command that gave %j gives %j', async (output, key) => {
  const commands: string[] = []
  const { vault } = await rig({}, async (command) => {
    commands.push(command)
    return output
  })
  expect(await Promise.all([vault.resolve('cmd:pass show x'), vault.resolve('cmd:pass show x')])).toEqual([
    key,
    key,
  ])
  expect(commands).toEqual(['pass show x'])
})

test.runIf(process.platform !== 'win32')('a command is really run', async () => {
  const { vault } = await rig({ PATH: process.env['PATH'] ?? '', PART: 'made-up' })
  expect(await vault.resolve('cmd:echo "$PART-key"')).toBe('made-up-key')
})

test('whatever was kept or resolved is known to the redactor', async () => {
  const { reopen, redact, vault } = await rig({ MINE: 'value-of-mine' }, async () => 'output-of-it\n')
  const reference = await vault.keep('kept-one')
  expect(redact('kept-one')).toBe('***')
  await vault.resolve('env:MINE')
  await vault.resolve('cmd:it')
  await reopen().resolve(reference)
  expect(redact('kept-one value-of-mine output-of-it')).toBe('*** *** ***')
})

test('without its key file a stored key is unreadable, until the file is put back', async () => {
  const { home, reopen, vault } = await rig()
  const reference = await vault.keep(KEY)
  const file = join(home, 'key')
  renameSync(file, join(home, 'elsewhere'))
  const next = reopen()
  const why = expect.stringContaining('ENOENT') as string
  await expect(next.resolve(reference)).rejects.toMatchObject({
    ...UNREADABLE,
    details: { reason: 'key-file-gone', file, why },
  })
  expect(readdirSync(home)).not.toContain('key')
  renameSync(join(home, 'elsewhere'), file)
  expect(await next.resolve(reference)).toBe(KEY)
})

test.each(['lost', 'that of another home'])(
  'when the key file is %s, a key can be given again, and the old ones wait for their file',
  async (what) => {
    const { home, reopen, vault } = await rig()
    const [file, saved] = [join(home, 'key'), join(home, 'saved')]
    const old = await vault.keep('old-key')
    renameSync(file, saved)
    if (what !== 'lost') ensureKeyFile(file)
    const again = await reopen().keep(KEY)
    expect(await reopen().resolve(again)).toBe(KEY)
    await expect(reopen().resolve(old)).rejects.toMatchObject(UNREADABLE)
    expect(await reopen().protection()).toEqual(notOpened(1, 2))
    renameSync(saved, file)
    expect(await reopen().resolve(old)).toBe('old-key')
  },
)

test('a sealed secret in the place of another one does not open', async () => {
  const { reopen, sealed, vault } = await rig()
  const [one, two] = [await vault.keep('first-key'), await vault.keep('second-key')].map((text) =>
    text.slice(7),
  )
  await sealed.put(one ?? '', (await sealed.get(two ?? '')) ?? Buffer.of(), 0)
  await expect(reopen().resolve(`secret:${String(one)}`)).rejects.toMatchObject(UNREADABLE)
})

test('a key that the store does not give back as it was given is no kept key', async () => {
  const { home, sealed } = await rig()
  const forgetful: SealedSecrets = { ...sealed, put: async () => undefined }
  const vault = vaultOf(home, forgetful)
  await expect(vault.keep(KEY)).rejects.toMatchObject(UNREADABLE)
})

test('protection is what is found on disk, not what was meant', async () => {
  const { home, reopen, sealed, vault } = await rig()
  expect(await vault.protection()).toEqual({ kind: 'nothing-stored' })
  await vault.keep(KEY)
  const reference = await vault.keep('another-key')
  const file = join(home, 'key')
  expect(await reopen().protection()).toEqual({ kind: 'key-file', file, secrets: 2 })

  const key = readFileSync(file)
  await vault.resolve(reference)
  rmSync(file)
  expect(await vault.protection()).toMatchObject({
    kind: 'unreadable',
    reason: 'key-file-gone',
    values: { file, why: expect.stringContaining('ENOENT') as string },
  })
  writeFileSync(file, key)
  await sealed.put('plain', Buffer.from('a-key-in-the-clear'), 0)
  expect(await vault.protection()).toEqual(notOpened(1, 3))
})
