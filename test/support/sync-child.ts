/**
 * A process that syncs a home over a folder: `node sync-child.ts HOME FOLDER
 * edit COUNT` changes settings and syncs after each; `… killed STEP` syncs once
 * and is killed at that step of it, at a file or at the store; it says `done`
 * when it had fewer.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [home = '', folder = '', what = '', count = '0'] = process.argv.slice(2)

let left = what === 'killed' ? Number(count) : Infinity
const step = (): void => {
  if (--left < 0) process.kill(process.pid, 'SIGKILL')
}
type Method = (...values: unknown[]) => unknown
const counted = (target: object, name: string): void => {
  const methods = target as Record<string, Method>
  const method = methods[name]?.bind(target)
  if (method === undefined) throw new Error(name)
  methods[name] = (...values) => {
    step()
    return method(...values)
  }
}
for (const name of ['open', 'rename', 'rm', 'mkdir', 'readFile', 'readdir']) counted(fs.promises, name)
syncBuiltinESMExports()

const { setSetting } = await import('../../src/core/config/changes.ts')
const { changeConfiguration } = await import('../../src/document/configuration.ts')
const { openStore } = await import('../../src/store/open-store.ts')
const { childParts } = await import('./sync-homes.ts')
const { syncHome } = await import('../../src/sync/sync-home.ts')

const store = await openStore({ file: `${home}/qcc.db` })
for (const [port, names] of [
  [store.versions, ['newest', 'commit']],
  [store.states, ['get', 'set']],
] as const) {
  for (const name of names) counted(port, name)
}
const parts = childParts(home, folder, store)
const wish = {
  ...{ direction: 'both' as const, dryRun: false },
  decide: async (questions: readonly unknown[]) => questions.map(() => 'theirs' as const),
}
if (what === 'killed') await syncHome(parts, wish)
else {
  const { clock, keep, versions } = parts
  for (let at = 0; at < Number(count); at++) {
    const key = home.endsWith('a') ? 'timeout.idle' : 'timeout.quiet'
    await changeConfiguration({ versions, clock, keep }, setSetting(key, 100 + at), {
      author: 'cli',
      message: 'x',
    })
    await syncHome(parts, wish)
  }
}
process.stdout.write('done\n')
store.close()
