import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import { dataProtection } from './data-protection.ts'
import type { AskStore } from './key-store.ts'
import { keyStoreHere } from './key-store-here.ts'
import { macKeychain } from './mac-keychain.ts'
import { programs } from './program-output.ts'
import { secretService } from './secret-service.ts'

const SECRET = 'bWFkZS11cA=='

/** A program that answers always the same, and what it was told. */
function answering(output: string, code = 0) {
  const told: (readonly [string, string])[] = []
  const ask: AskStore = async (program, args, input = '') => {
    told.push([[program, ...args].join(' '), input])
    return { code, output }
  }
  return { ask, told }
}

test('the Secret Service is told secrets by its input alone, and asked without a window where nobody is there', async () => {
  const { ask, told } = answering(`[/1]\nlabel = x\nsecret = ${SECRET}\n`)
  const store = secretService(ask, () => false)
  await store.keep('item', SECRET)
  expect(await store.read('item')).toBe(SECRET)
  expect(await store.readForeign('service', 'me')).toBe(SECRET)
  await store.remove('item')
  expect(told).toEqual([
    ['secret-tool store --label=QCC: opens the stored keys application qcc item item', SECRET],
    ['secret-tool search application qcc item item', ''],
    ['secret-tool search service service username me', ''],
    ['secret-tool clear application qcc item item', ''],
  ])
  expect(await secretService(answering('').ask, () => false).read('item')).toBeNull()
})

test('with somebody there the Secret Service may ask to be unlocked', async () => {
  const { ask, told } = answering(SECRET)
  const store = secretService(ask, () => true)
  expect([await store.read('item'), await store.readForeign('service', null)]).toEqual([SECRET, SECRET])
  expect(told.map(([line]) => line)).toEqual([
    'secret-tool lookup application qcc item item',
    'secret-tool lookup service service',
  ])
  expect(await secretService(answering('', 1).ask, () => true).read('item')).toBeNull()
  await expect(secretService(answering('', 1).ask, () => true).keep('item', SECRET)).rejects.toMatchObject({
    text: 'key-fault.key-store-closed',
  })
})

test('the keychain of macOS is told secrets by its input alone', async () => {
  const { ask, told } = answering(`${SECRET}\n`)
  const store = macKeychain(ask)
  await store.keep('item', SECRET)
  expect([await store.read('item'), await store.readForeign('service', null)]).toEqual([SECRET, SECRET])
  await store.remove('item')
  expect(told).toEqual([
    ['security -i', `add-generic-password -U -s qcc -a "item" -w "${SECRET}"\n`],
    ['security find-generic-password -s qcc -a item -w', ''],
    ['security find-generic-password -s service -w', ''],
    ['security delete-generic-password -s qcc -a item', ''],
  ])
  expect(await macKeychain(answering('', 44).ask).read('item')).toBeNull()
})

test('what Windows encrypts lies in a file of its own, and is told by its input alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const sealed = answering('c2VhbGVk')
  await dataProtection(sealed.ask, join(folder, 'store')).keep('item', SECRET)
  expect(sealed.told.map(([, input]) => Buffer.from(input, 'base64').toString())).toEqual([SECRET])
  expect(sealed.told[0]?.[0]).toMatch(/^powershell\.exe -NoProfile -NonInteractive -Command .*::Protect\(/)
  const file = join(folder, 'store', 'item')
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o077]).toEqual(['c2VhbGVk\n', 0])

  const opened = answering(Buffer.from(SECRET).toString('base64'))
  const store = dataProtection(opened.ask, join(folder, 'store'))
  expect(await store.read('item')).toBe(SECRET)
  expect(opened.told[0]).toEqual([expect.stringContaining('::Unprotect('), 'c2VhbGVk'])
  await store.remove('item')
  expect([await store.read('item'), readdirSync(join(folder, 'store'))]).toEqual([null, []])
  expect(await store.readForeign('service', null)).toBeNull()
})

test.each([
  ['linux', 'secret-service'],
  ['darwin', 'keychain'],
  ['win32', 'dpapi'],
] as const)('on %s it is the %s, unless it is turned off', (platform, name) => {
  const place = { platform, clock: systemClock, folder: '/nowhere', isAttended: () => false }
  expect(keyStoreHere({ ...place, env: {} }).name).toBe(name)
  expect(() => keyStoreHere({ ...place, env: { QCC_KEY_STORE: 'off' } })).toThrow(
    expect.objectContaining({ text: 'key-fault.key-store-off' }) as Error,
  )
})

test('a program that is not there is told by its name', async () => {
  const env = { PATH: '/nowhere' }
  const store = keyStoreHere({
    platform: 'linux',
    env,
    clock: systemClock,
    folder: '',
    isAttended: () => false,
  })
  await expect(store.read('item')).rejects.toMatchObject({
    ...{ text: 'key-fault.key-store-missing', details: { program: 'secret-tool' } },
  })
})

test.runIf(process.platform !== 'win32')(
  'a program that does not end is ended when its time is up',
  async () => {
    const timers: { readonly ms: number; readonly expire: () => void }[] = []
    const ask = programs(process.env, {
      now: () => 0,
      after: (ms, expire) => {
        timers.push({ ms, expire })
        return () => undefined
      },
    })
    const answer = ask({ program: 'sleep', args: ['600'], timeoutMs: 3_000 })
    for (const { expire } of timers) expire()
    expect([await answer, timers.map(({ ms }) => ms)]).toEqual([{ kind: 'silent' }, [3_000]])
  },
)
