/**
 * A process that syncs a home: `node sync-child.ts HOME REMOTE edit COUNT`
 * changes settings and syncs after each; `… killed STEP [MS]` syncs once and is
 * killed at that step of it, with the git that it has just started after MS
 * more; it says `done` when it had fewer. Steps are calls of files and of the
 * store, starts of git and what follows them, and requests and their answers.
 * REMOTE is `{ kind: 'folder', folder }`, `{ kind: 'git', url }` or
 * `{ kind: 'gist', api, id }` in JSON.
 */
import childProcess, { type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { Sender } from '../../src/ports/sender.ts'

export type SyncPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'git'; readonly url: string }
  | { readonly kind: 'gist'; readonly api: string; readonly id: string }

const [home = '', place = '', what = '', count = '0', delay = '0'] = process.argv.slice(2)

let left = what === 'killed' ? Number(count) : Infinity
const die = (): void => {
  process.kill(process.pid, 'SIGKILL')
}
const step = (): void => {
  if (--left < 0) die()
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
/** With everything that it has started, as a loss of power would. */
const spawn = childProcess.spawn.bind(childProcess) as Method
;(childProcess as unknown as Record<string, Method>)['spawn'] = (...values) => {
  step()
  const child = spawn(...values) as ChildProcess
  if (--left < 0) {
    setTimeout(() => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } finally {
        die()
      }
    }, Number(delay))
  }
  return child
}
syncBuiltinESMExports()

const { setSetting } = await import('../../src/core/config/changes.ts')
const { changeConfiguration } = await import('../../src/document/configuration.ts')
const { openStore } = await import('../../src/store/open-store.ts')
const { childParts, folderAt, gistAt, gitAt } = await import('./sync-homes.ts')
const { syncHome } = await import('../../src/sync/sync-home.ts')

async function remoteAt(one: SyncPlace) {
  if (one.kind === 'folder') return folderAt(one.folder)
  if (one.kind === 'git') return gitAt(one.url, home)
  const { UndiciSender } = await import('../../src/sender/undici-sender.ts')
  const sender = new UndiciSender()
  const sending: Sender = {
    close: () => sender.close(),
    send: (outbound, listener) => {
      step()
      return sender.send(outbound, {
        ...listener,
        onEnd: () => {
          step()
          listener.onEnd()
        },
      })
    },
  }
  return gistAt(one.api, one.id, sending)
}

const store = await openStore({ file: `${home}/qcc.db` })
for (const [port, names] of [
  [store.versions, ['newest', 'commit']],
  [store.states, ['get', 'set']],
] as const) {
  for (const name of names) counted(port, name)
}
const parts = childParts(home, await remoteAt(JSON.parse(place) as SyncPlace), store)
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
process.exit()
