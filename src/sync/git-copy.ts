import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AppError } from '../errors/app-error.ts'
import { inTurn, type Turns } from './in-turn.ts'
import { runGit, type GitParts, type GitRun } from './run-git.ts'
import { syncFault } from './sync-fault.ts'

export interface GitPlace extends Omit<GitParts, 'repository'>, Turns {
  readonly url: string
  readonly branch: string
  /** Folder of the copy that is kept here; it is made again when it is gone. */
  readonly copy: string
}

/** A repository without a working tree, to talk to a remote one from. */
export interface GitCopy {
  /** For people. */
  readonly name: string
  /** Has it for this process alone meanwhile; makes it where it is not there, or is none any more. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Makes it again, empty. */
  anew(): Promise<void>
  /** A command that may fail. */
  run(args: readonly string[], input?: Uint8Array): Promise<GitRun>
  /** The output of one that may not: rejects with `AppError`. */
  done(args: readonly string[], input?: Uint8Array): Promise<Buffer>
  /** The same, without the line break at its end. */
  word(args: readonly string[], input?: Uint8Array): Promise<string>
  /** Why a command failed, in git's own words. */
  fault(what: string, run: GitRun): AppError
}

export function gitCopy(place: GitPlace): GitCopy {
  const { branch, copy, url } = place
  const name = `${shown(url)} (${branch})`
  const run: GitCopy['run'] = (args, input) =>
    runGit({ ...place, repository: copy }, args, {
      remote: name,
      ...(input === undefined ? {} : { input }),
    })
  const fault: GitCopy['fault'] = (what, { stderr }) => {
    const lines = stderr.split('\n').map((line) => line.trim())
    const telling = lines.findLast((line) => /^(fatal|error|remote):/.test(line)) ?? lines.at(-1) ?? ''
    return syncFault('sync-fault.git', { remote: name, what, why: shown(telling).slice(0, 300) })
  }
  const done: GitCopy['done'] = async (args, input) => {
    const finished = await run(args, input)
    if (finished.code !== 0) throw fault(args[0] ?? '', finished)
    return finished.stdout
  }
  const prepare = async (): Promise<void> => {
    removeLocks(copy)
    if (existsSync(join(copy, 'HEAD')) && (await run(['rev-parse', '--git-dir'])).code === 0) return
    await anew()
  }
  const anew = async (): Promise<void> => {
    rmSync(copy, { recursive: true, force: true })
    mkdirSync(copy, { recursive: true, mode: 0o700 })
    await done(['init', '--quiet', '--bare'])
  }
  const turn = {
    lock: `${copy}.lock`,
    mostMs: place.timeoutMs,
    busy: () => syncFault('sync-fault.copy-busy', { seconds: place.timeoutMs / 1_000 }, 'conflict'),
  }
  return {
    ...{ name, anew, run, done, fault },
    word: async (args, input) => (await done(args, input)).toString().trim(),
    alone: async (work) => {
      mkdirSync(dirname(copy), { recursive: true, mode: 0o700 })
      return inTurn(place, turn, async () => {
        await prepare()
        return work()
      })
    },
  }
}

/** Of a git that was killed, as one that takes too long is: they would keep every other from working there. */
function removeLocks(copy: string): void {
  for (const folder of [copy, join(copy, 'refs', 'qcc')]) {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    const names = isFolder ? readdirSync(folder) : []
    for (const name of names.filter((one) => one.endsWith('.lock')))
      rmSync(join(folder, name), { force: true })
  }
}

/** URLs in a text without what could be a password in them. */
const shown = (text: string): string => text.replace(/([a-z+]+:\/\/)[^@/\s]*@/gi, '$1')
