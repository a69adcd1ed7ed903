import { readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Sealer } from '../../src/ports/queue.ts'
import type { SealedSecrets } from '../../src/ports/store.ts'
import { openSealer } from '../../src/secrets/sealer.ts'
import { openFor, STORES } from '../support/stores.ts'
import { vaultOf, wrappingKeysOf } from '../support/vault.ts'

const TEXT = Buffer.from('made-up text 一')

interface Rig {
  readonly sealed: SealedSecrets
  readonly home: string
  readonly keyFile: string
  /** As the next process would have it. */
  readonly open: () => Sealer
}

async function rig(): Promise<Rig> {
  const [implementation] = STORES
  if (implementation === undefined) throw new Error('there is a store')
  const place = implementation.place()
  const { sealedSecrets } = await openFor(implementation, place)
  const home = dirname(place)
  const keyFile = join(home, 'key')
  return {
    sealed: sealedSecrets,
    home,
    keyFile,
    open: () => openSealer({ keys: wrappingKeysOf(home), sealed: async () => sealedSecrets }),
  }
}

test('what was sealed comes back in this process and the next, for its purpose only', async () => {
  const { open } = await rig()
  const one = open()
  const envelope = await one.seal(TEXT, 'a')
  for (const sealer of [one, open()]) {
    expect(Buffer.from((await sealer.unseal(envelope, 'a')) ?? '').equals(TEXT)).toBe(true)
    expect(await sealer.unseal(envelope, 'b')).toBeNull()
    expect(await sealer.unseal(envelope.subarray(0, 30), 'a')).toBeNull()
  }
})

test('a key is made at the first use, and it is the one that keys are kept with', async () => {
  const { home, open, sealed } = await rig()
  const sealer = open()
  expect(await sealer.unseal(Buffer.alloc(60, 1), 'a')).toBeNull()
  expect(await sealed.wrappedKeys()).toEqual([])
  await Promise.all([sealer.seal(TEXT, 'a'), sealer.fingerprint([TEXT]), open().seal(TEXT, 'a')])
  await vaultOf(home, sealed).keep('made-up-key')
  expect(await sealed.wrappedKeys()).toHaveLength(1)
})

test('after a key file was lost a new key seals, and each opens what it sealed while its file is there', async () => {
  const { keyFile, open } = await rig()
  const before = await open().seal(TEXT, 'a')
  renameSync(keyFile, `${keyFile}-away`)
  const sealer = open()
  expect(await sealer.unseal(before, 'a')).toBeNull()
  const after = await sealer.seal(TEXT, 'a')
  expect(await sealer.unseal(after, 'a')).not.toBeNull()
  expect(await sealer.unseal(before, 'a')).toBeNull()
  rmSync(keyFile)
  renameSync(`${keyFile}-away`, keyFile)
  expect(await sealer.unseal(before, 'a')).not.toBeNull()
  expect(await open().unseal(after, 'a')).toBeNull()
  // What was opened with stays known to those who are at work.
  expect(await sealer.unseal(before, 'a')).not.toBeNull()
})

test('a fingerprint is the same for the same bytes, however they are cut, and says nothing without the key', async () => {
  const [here, elsewhere] = [await rig(), await rig()]
  const sealer = here.open()
  const whole = await sealer.fingerprint([TEXT])
  expect(whole).toMatch(/^[\w-]{43}$/)
  expect(await here.open().fingerprint([TEXT.subarray(0, 3), TEXT.subarray(3), Buffer.of()])).toBe(whole)
  expect(await sealer.fingerprint([TEXT, Buffer.of(0)])).not.toBe(whole)
  expect(await elsewhere.open().fingerprint([TEXT])).not.toBe(whole)
  expect(readFileSync(here.keyFile, 'utf8')).not.toContain(whole)
})

test('a store that fails is no lost key: it is told, and asked again the next time', async () => {
  const { home, sealed } = await rig()
  const envelope = await openSealer({ keys: wrappingKeysOf(home), sealed: async () => sealed }).seal(
    TEXT,
    'a',
  )
  let isBusy = true
  const sealer = openSealer({
    keys: wrappingKeysOf(home),
    sealed: async () => (isBusy ? Promise.reject(new Error('busy')) : sealed),
  })
  await expect(sealer.unseal(envelope, 'a')).rejects.toThrow('busy')
  await expect(sealer.seal(TEXT, 'a')).rejects.toThrow('busy')
  isBusy = false
  expect(await sealer.unseal(envelope, 'a')).not.toBeNull()
  expect(await sealer.unseal(await sealer.seal(TEXT, 'a'), 'a')).not.toBeNull()
})
