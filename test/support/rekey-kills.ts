import { spawn } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { WrappingKind } from '../../src/ports/vault.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from './qcc.ts'
import { openVaultOf, storeOf, wrappedBy } from './rekey-home.ts'

const CHILD = fileURLToPath(new URL('./rekey-child.ts', import.meta.url))
const KEYS = ['made-up-key-one', 'made-up-key-two']

function killedAt(
  cache: string,
  home: string,
  kind: WrappingKind,
  number: number,
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [CHILD, home, kind, String(number)], {
    ...{ stdio: 'inherit', env: { ...process.env, NODE_COMPILE_CACHE: cache } },
  })
  return new Promise((resolve, reject) =>
    child.on('error', reject).on('close', (code, signal) => {
      if (code === 0 || signal !== null) resolve(signal)
      else reject(new Error(`ended with ${String(code)}`))
    }),
  )
}

/**
 * Seals the keys of a home anew, from one way to another, and kills that
 * before each `every`th of its operations: all keys open afterwards, and the
 * next attempt leaves nothing over. Resolves to how many kills there were.
 */
export async function killAtEach(from: WrappingKind, to: WrappingKind, every: number): Promise<number> {
  const before = temporaryFolder()
  const home = join(before, 'home')
  const store = await openStore({ file: join(home, 'qcc.db') })
  const vault = openVaultOf(home, store)
  storeOf(home)
  const references: string[] = []
  for (const key of KEYS) references.push(await vault.keep(key))
  await vault.rekey(wrappedBy(from))
  store.close()
  for (let kills = 0; ; kills++) {
    const folder = temporaryFolder()
    for (const part of ['home', 'store']) cpSync(join(before, part), join(folder, part), { recursive: true })
    const signal = await killedAt(join(before, 'compiled'), join(folder, 'home'), to, 1 + kills * every)
    await expectWhole(join(folder, 'home'), references, to)
    if (signal === null) return kills
  }
}

async function expectWhole(home: string, references: readonly string[], to: WrappingKind): Promise<void> {
  const store = await openStore({ file: join(home, 'qcc.db') })
  try {
    const opened = async () => {
      const vault = openVaultOf(home, store)
      return Promise.all(references.map(async (reference) => vault.resolve(reference)))
    }
    expect(await opened()).toEqual(KEYS)
    await openVaultOf(home, store).rekey(wrappedBy(to))
    expect(await opened()).toEqual(KEYS)
    expect(await openVaultOf(home, store).protection()).toMatchObject({ kind: to, secrets: KEYS.length })
  } finally {
    store.close()
  }
  const file = join(home, 'key')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0
  expect([lines, storeOf(home).items().length]).toEqual([
    to === 'key-file' ? 1 : 0,
    to === 'key-store' ? 1 : 0,
  ])
}
