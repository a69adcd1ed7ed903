import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AppError } from '../errors/app-error.ts'
import { runGit, type GitParts, type GitRun } from './run-git.ts'
import { syncFault } from './sync-fault.ts'

export interface GitPlace extends Omit<GitParts, 'repository'> {
  readonly url: string
  readonly branch: string
  /** Folder of the copy that is kept here; it is made again when it is gone. */
  readonly copy: string
}

/** A repository without a working tree, to talk to a remote one from. */
export interface GitCopy {
  /** For people. */
  readonly name: string
  /** Makes it where it is not there, or is none any more. */
  prepare(): Promise<void>
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
  return {
    ...{ name, run, done, fault },
    word: async (args, input) => (await done(args, input)).toString().trim(),
    prepare: async () => {
      if (existsSync(join(copy, 'HEAD')) && (await run(['rev-parse', '--git-dir'])).code === 0) return
      rmSync(copy, { recursive: true, force: true })
      mkdirSync(copy, { recursive: true, mode: 0o700 })
      await done(['init', '--quiet', '--bare'])
    },
  }
}

/** URLs in a text without what could be a password in them. */
const shown = (text: string): string => text.replace(/([a-z+]+:\/\/)[^@/\s]*@/gi, '$1')
