/**
 * A branch of a git repository as a remote: a commit for each bundle, on top of
 * the one before. Only what is new is fetched. Other files of the branch stay
 * as they are.
 */
import { AppError } from '../errors/app-error.ts'
import type { Remote, RemoteState, Written } from '../ports/remote.ts'
import { BUNDLE } from './folder-remote.ts'
import { gitCopy, type GitCopy, type GitPlace } from './git-copy.ts'
import type { GitRun } from './run-git.ts'

/** The branch, there. */
interface Branch {
  readonly git: GitCopy
  readonly url: string
  readonly ref: string
}

export function gitRemote(place: GitPlace): Remote {
  const git = gitCopy(place)
  const branch = { git, url: place.url, ref: `refs/heads/${place.branch}` }
  return {
    name: git.name,
    read: () => git.alone(() => readFrom(branch)),
    write: (expected, bytes) =>
      git.alone(async () => pushed(branch, expected, await committed(git, expected, bytes))),
  }
}

/** A copy from which it cannot be read, as a loss of power leaves one, is made again. */
async function readFrom(branch: Branch): Promise<RemoteState> {
  const { git } = branch
  const commit = await tip(branch)
  if (commit === null) return { kind: 'empty', revision: null }
  try {
    return await stateAt(git, await fetched(branch, commit))
  } catch (error) {
    if (!(error instanceof AppError && error.text === 'sync-fault.git')) throw error
    await git.anew()
    return stateAt(git, await fetched(branch, commit))
  }
}

/** The commit that the branch is at; null when there is no such branch. */
async function tip({ git, ref, url }: Branch): Promise<string | null> {
  const line = await git.word(['ls-remote', '--', url, ref])
  return line === '' ? null : (line.split(/\s/)[0] ?? null)
}

/** What is there now, or that commit where it is here as a whole. */
async function fetched({ git, ref, url }: Branch, commit: string): Promise<string> {
  // A fetch that was killed may have left the commit without what is in it.
  if ((await git.run(['rev-list', '--objects', '--quiet', '--max-count=1', commit])).code === 0) return commit
  // One commit is enough to know what is there.
  await git.done(['fetch', '--quiet', '--no-tags', '--depth=1', '--', url, `+${ref}:refs/qcc/there`])
  return git.word(['rev-parse', 'refs/qcc/there'])
}

async function stateAt(git: GitCopy, commit: string): Promise<RemoteState> {
  const entries = await entriesAt(git, commit)
  if (!entries.some((line) => nameIn(line) === BUNDLE)) return { kind: 'empty', revision: commit }
  const bytes = await git.done(['cat-file', 'blob', `${commit}:${BUNDLE}`])
  return { kind: 'present', revision: commit, bytes }
}

async function entriesAt(git: GitCopy, commit: string): Promise<readonly string[]> {
  const text = (await git.done(['ls-tree', '-z', commit])).toString()
  return text.split('\0').filter((line) => line !== '')
}

/** Of a line of `git ls-tree`. */
const nameIn = (line: string): string => line.slice(line.indexOf('\t') + 1)

async function committed(git: GitCopy, expected: string | null, bytes: Uint8Array): Promise<string> {
  const blob = await git.word(['hash-object', '-w', '--stdin'], bytes)
  const others = expected === null ? [] : await entriesAt(git, expected)
  const entries = [...others.filter((line) => nameIn(line) !== BUNDLE), `100644 blob ${blob}\t${BUNDLE}`]
  const tree = await git.word(['mktree', '-z'], Buffer.from(entries.map((line) => `${line}\0`).join('')))
  const parent = expected === null ? [] : ['-p', expected]
  return git.word(['commit-tree', tree, ...parent, '-m', 'qcc sync'])
}

/** What the push says is not believed: the branch is looked at again. */
async function pushed(branch: Branch, expected: string | null, commit: string): Promise<Written> {
  const { git, ref, url } = branch
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`
  const push = await git.run(['push', '--porcelain', lease, '--', url, `${commit}:${ref}`])
  const there = await tip(branch)
  if (there === commit) return { kind: 'written', revision: commit }
  if (there !== expected || isRejected(push)) return { kind: 'stale' }
  throw git.fault('push', push)
}

/** Refused for what is there, or because somebody else pushes right now; a hook of the server refuses in other words. */
const isRejected = ({ stdout }: GitRun): boolean =>
  /^!.*(\[rejected\]|failed to update ref|cannot lock ref|incorrect old value)/m.test(stdout.toString())
