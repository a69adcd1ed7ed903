import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import type { SealedSecrets } from '../../src/ports/store.ts'
import type { WrappingKind } from '../../src/ports/vault.ts'
import { openSealer } from '../../src/secrets/sealer.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { killAtEach } from '../support/rekey-kills.ts'
import { openVaultOf, PASSPHRASE, storeOf, wrappedBy } from '../support/rekey-home.ts'
import { vaultOf, wrappingKeysOf } from '../support/vault.ts'

const KEY = 'made-up-key-that-nobody-may-find'
const KINDS: readonly WrappingKind[] = ['key-file', 'key-store', 'passphrase']

async function rig() {
  const home = join(temporaryFolder(), 'home')
  const store = await openStore({ file: join(home, 'qcc.db') })
  onTestFinished(() => {
    store.close()
  })
  return { home, store, open: (passphrase?: string | null) => openVaultOf(home, store, passphrase) }
}

test.each(KINDS.flatMap((from) => KINDS.map((to) => [from, to] as const)))(
  'from %s to %s every key opens as before, with another data key, and of the old way nothing is left',
  async (from, to) => {
    const { home, open, store } = await rig()
    const reference = await open().keep(KEY)
    const { sealedSecrets } = store
    await open().rekey(wrappedBy(from))
    const [before, wrapped] = [await sealedSecrets.all(), await sealedSecrets.wrappedKeys()]
    const items = storeOf(home).items()
    const file = readdirSync(home).includes('key') ? readFileSync(join(home, 'key'), 'utf8') : ''
    expect(await open().rekey(wrappedBy(to))).toEqual({ kind: to, secrets: 1, shut: 0 })
    expect(await open().resolve(reference)).toBe(KEY)
    expect(await open().protection()).toMatchObject({ kind: to, secrets: 1 })
    expect(await sealedSecrets.all()).not.toEqual(before)
    expect(await sealedSecrets.wrappedKeys()).toHaveLength(1)
    expect(storeOf(home).items()).toHaveLength(to === 'key-store' ? 1 : 0)
    for (const item of items) expect(storeOf(home).items()).not.toContain(item)
    const now = readdirSync(home).includes('key') ? readFileSync(join(home, 'key'), 'utf8') : ''
    expect(now === '').toBe(to !== 'key-file')
    if (file !== '') expect(now).not.toContain(file.trim())
    // Neither what was sealed before nor a key is in any file.
    for (const name of readdirSync(home)) {
      const bytes = readFileSync(join(home, name))
      const old = [...before.values(), Buffer.from(wrapped[0] ?? ''), KEY, PASSPHRASE]
      expect([name, old.some((one) => bytes.includes(Buffer.from(one)))]).toEqual([name, false])
    }
  },
)

test.each([
  ['key-file', 'key-store'],
  ['key-store', 'key-file'],
] as const)(
  'killed before every third operation from %s to %s, it leaves all keys readable',
  async (from, to) => {
    const kills = await killAtEach(from, to, 3)
    console.log({ kills })
    expect(kills).toBeGreaterThan(3)
  },
  60_000,
)

test('in a new home it says how the first key is to be kept', async () => {
  for (const kind of KINDS) {
    const { open } = await rig()
    await open().rekey(wrappedBy(kind))
    expect(await open().protection()).toMatchObject({ kind, secrets: 0 })
    const reference = await open().keep(KEY)
    expect(await open().protection()).toMatchObject({ kind, secrets: 1 })
    expect(await open().resolve(reference)).toBe(KEY)
  }
})

test('without its passphrase nothing opens, nothing is stored, and only the form is known', async () => {
  const { open } = await rig()
  const reference = await open().keep(KEY)
  await open().rekey(wrappedBy('passphrase'))
  const missing = { code: 'secret-unreadable', text: 'key-fault.passphrase-missing' }
  await expect(open(null).resolve(reference)).rejects.toMatchObject(missing)
  await expect(open(null).keep('another-key')).rejects.toMatchObject(missing)
  await expect(open(null).unlock()).rejects.toMatchObject(missing)
  expect(await open(null).has(reference)).toBe(true)
  expect(await open(null).protection()).toEqual({ kind: 'passphrase', isOpened: false, secrets: 1 })
  await expect(open('another one').unlock()).rejects.toMatchObject({ text: 'key-fault.passphrase-wrong' })
  expect(await open('another one').protection()).toMatchObject({ reason: 'passphrase-wrong' })
  expect(await open('another one').has(reference)).toBe(false)
})

test('a wrong answer is an error at once, and not asked for again for the next data key', async () => {
  const { home, open, store } = await rig()
  await open().keep(KEY)
  await open().rekey({ ...wrappedBy('passphrase'), keepOld: true })
  expect(await store.sealedSecrets.wrappedKeys()).toHaveLength(2)
  const answers = ['a slip of a finger', PASSPHRASE]
  const askPassphrase = async () => answers.shift() ?? null
  const vault = vaultOf(home, store.sealedSecrets, { keys: wrappingKeysOf(home, { askPassphrase }) })
  await expect(vault.unlock()).rejects.toMatchObject({ text: 'key-fault.passphrase-wrong' })
  expect(answers).toEqual([PASSPHRASE])
})

test('what one process hands over opens the keys in another, which is told nothing else', async () => {
  const { open } = await rig()
  const reference = await open().keep(KEY)
  expect(await open().unlock()).toBeNull()
  await open().rekey(wrappedBy('passphrase'))
  const handed = await open().unlock()
  expect(handed).not.toContain(PASSPHRASE)
  const daemon = open(null)
  await daemon.unlock(handed ?? '')
  expect(await daemon.resolve(reference)).toBe(KEY)
  expect(await daemon.resolve(await daemon.keep('another-key'))).toBe('another-key')
})

test('the same way again keeps the passphrase, and asks for none', async () => {
  const { open } = await rig()
  const reference = await open().keep(KEY)
  await open().rekey(wrappedBy('passphrase'))
  const never = () => Promise.reject(new Error('asked'))
  expect(await open().rekey({ kind: null, keepOld: false, newPassphrase: never })).toMatchObject({
    kind: 'passphrase',
  })
  expect(await open().resolve(reference)).toBe(KEY)
})

test('a key store that gives nothing is told as that, and is not asked for each key', async () => {
  const { home, open, store } = await rig()
  const reference = await open().keep(KEY)
  await open().rekey(wrappedBy('key-store'))
  const [item = ''] = storeOf(home).items()
  let asked = 0
  const locked = { ...storeOf(home), read: async () => (asked++, null) }
  const vault = vaultOf(home, store.sealedSecrets, {
    keys: wrappingKeysOf(home, { store: () => locked }),
    store: () => locked,
  })
  await expect(vault.unlock()).rejects.toMatchObject({ text: 'key-fault.key-store-refuses' })
  await expect(vault.resolve(reference)).rejects.toMatchObject({ code: 'secret-unreadable' })
  await expect(vault.keep('another-key')).rejects.toMatchObject({ code: 'secret-unreadable' })
  expect(await vault.has(reference)).toBe(false)
  expect([asked, await vault.hasKeyStore()]).toEqual([1, false])
  expect([storeOf(home).items(), await open().hasKeyStore(), storeOf(home).items()]).toEqual([
    [item],
    true,
    [item],
  ])
})

test('a key that is stored at the same moment is sealed anew as well', async () => {
  const { home, open, store } = await rig()
  const first = await open().keep(KEY)
  const added: string[] = []
  const sealed: SealedSecrets = {
    ...store.sealedSecrets,
    reseal: async (from, to) => {
      if (added.length === 0) added.push(await open().keep('another-key'))
      return store.sealedSecrets.reseal(from, to)
    },
  }
  const done = await vaultOf(home, sealed).rekey(wrappedBy('key-file'))
  expect(done).toMatchObject({ secrets: 2 })
  expect([await open().resolve(first), await open().resolve(added[0] ?? '')]).toEqual([KEY, 'another-key'])
})

test.each(KINDS)('of two at once by %s one is refused, and every key stays readable', async (kind) => {
  const { open } = await rig()
  const reference = await open().keep(KEY)
  const both = await Promise.allSettled([open().rekey(wrappedBy(kind)), open().rekey(wrappedBy(kind))])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'conflict', text: 'rekey.held' },
  })
  expect(await open().resolve(reference)).toBe(KEY)
  expect(await open().rekey(wrappedBy(kind))).toMatchObject({ secrets: 1, shut: 0 })
})

test.each(KINDS)('a new home by %s keeps the key file of a database that was set aside', async (kind) => {
  const { home, open } = await rig()
  const old = randomBytes(32).toString('base64')
  writeFileSync(join(home, 'key'), `${old}\n`, { mode: 0o600 })
  await open().rekey(wrappedBy(kind))
  expect(readFileSync(join(home, 'key'), 'utf8')).toContain(old)
  const reference = await open().keep(KEY)
  expect(await open().resolve(reference)).toBe(KEY)
})

test('what did not open before waits for its key file, as before', async () => {
  const { home, open } = await rig()
  const [file, saved] = [join(home, 'key'), join(home, 'saved')]
  const lost = await open().keep('lost-key')
  renameSync(file, saved)
  const reference = await open().keep(KEY)
  expect(await open().rekey(wrappedBy('key-store'))).toEqual({ kind: 'key-store', secrets: 1, shut: 1 })
  expect(await open().resolve(reference)).toBe(KEY)
  await expect(open().resolve(lost)).rejects.toMatchObject({ code: 'secret-unreadable' })
  renameSync(saved, file)
  expect(await open().resolve(lost)).toBe('lost-key')
})

test('what a queue has sealed opens and is found again, as long as the old key is kept', async () => {
  const { home, open, store } = await rig()
  const sealerNow = () =>
    openSealer({
      keys: wrappingKeysOf(home, { store: () => storeOf(home) }),
      sealed: async () => store.sealedSecrets,
    })
  const running = sealerNow()
  const text = Buffer.from('made-up request')
  const [envelope, print] = [await running.seal(text, 'a'), await running.fingerprint([text])]
  await open().rekey({ ...wrappedBy('key-store'), keepOld: true })
  // One that runs goes on, and what it seals from now on opens for the next one.
  const later = await running.seal(text, 'a')
  for (const one of [envelope, later]) {
    expect(Buffer.from((await sealerNow().unseal(one, 'a')) ?? '').equals(text)).toBe(true)
  }
  expect(await sealerNow().fingerprint([text])).toBe(print)
  await open().rekey(wrappedBy('key-file'))
  expect(await sealerNow().unseal(envelope, 'a')).toBeNull()
  rmSync(join(home, 'key'))
})
