import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { setSetting } from '../../src/core/config/changes.ts'
import { openBundle } from '../../src/sync/sync-bundle.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { folderAt, PASSPHRASE, quickSealing, syncHomeAt } from '../support/sync-homes.ts'

const CHILD = fileURLToPath(new URL('../support/sync-child.ts', import.meta.url))

/** Whether it came to its end. */
function child(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const one = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    one.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    one.on('close', () => {
      resolve(text === 'done\n')
    })
  })
}

async function twoHomes() {
  const folder = temporaryFolder()
  const shared = join(folder, 'shared')
  mkdirSync(shared)
  const home = (name: string) => syncHomeAt(join(folder, name), folderAt(shared))
  return { folder, shared, a: await home('a'), b: await home('b') }
}

test(
  'a sync that is killed at any step leaves both sides whole, and the next one goes on',
  { timeout: 120_000 },
  async () => {
    const { a, b, folder, shared } = await twoHomes()
    const file = join(shared, 'qcc-sync.age')
    let [step, isDone] = [0, false]
    for (; !isDone; step++) {
      await b.change(setSetting('timeout.quiet', 100 + step))
      await b.sync()
      await a.change(setSetting('timeout.idle', 100 + step))
      const before = (await a.document()).settings
      isDone = await child([join(folder, 'a'), shared, 'killed', String(step)])
      const merged = { 'timeout.idle': 100 + step, 'timeout.quiet': 100 + step }
      const after = (await a.document()).settings
      expect([before, merged]).toContainEqual(after)
      const bundle = await openBundle(quickSealing, readFileSync(file), PASSPHRASE, 'x')
      expect(bundle.document.settings['timeout.quiet']).toBe(100 + step)
      await a.sync('theirs')
      await b.sync('theirs')
      expect([(await a.document()).settings, (await b.document()).settings]).toEqual([merged, merged])
    }
    expect(step).toBeGreaterThan(10)
    expect(existsSync(file)).toBe(true)
  },
)

test('two processes that write to one folder at once lose nothing', { timeout: 120_000 }, async () => {
  const { a, b, folder, shared } = await twoHomes()
  const ends = await Promise.all(['a', 'b'].map((name) => child([join(folder, name), shared, 'edit', '15'])))
  expect(ends).toEqual([true, true])
  for (const home of [a, b, a]) await home.sync()
  const all = { 'timeout.idle': 114, 'timeout.quiet': 114 }
  expect([(await a.document()).settings, (await b.document()).settings]).toEqual([all, all])
})
