import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { withoutOwnSecrets } from '../core/own-secrets.ts'
import type { Clock } from '../ports/clock.ts'
import { syncFault } from './sync-fault.ts'

/** Runs the machine's own git, without a shell, without a question to anybody, and not for ever. */
export interface GitParts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly timeoutMs: number
  /** The repository that it works in. */
  readonly repository: string
}

export interface GitRun {
  readonly code: number | null
  readonly stdout: Buffer
  /** In English, whatever the person's language. */
  readonly stderr: string
}

/** Those of a repository around us, as in a hook, would lead git there. */
const OF_ANOTHER_REPOSITORY = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
]

/** Without any way to ask: no helper that would open a window. A process of a session of its own has no terminal either. */
function quietEnv(env: GitParts['env']): Record<string, string | undefined> {
  const others = Object.entries(withoutOwnSecrets(env)).filter(
    ([name]) => !OF_ANOTHER_REPOSITORY.includes(name),
  )
  return {
    ...Object.fromEntries(others),
    ...{ GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS: '', GCM_INTERACTIVE: 'never' },
    SSH_ASKPASS_REQUIRE: 'never',
    LC_ALL: 'C',
    ...{ GIT_AUTHOR_NAME: 'qcc', GIT_AUTHOR_EMAIL: 'qcc@localhost' },
    ...{ GIT_COMMITTER_NAME: 'qcc', GIT_COMMITTER_EMAIL: 'qcc@localhost' },
  }
}

/** Windows has no groups of processes. */
const OWN_GROUP = process.platform !== 'win32'

/** Rejects with `AppError`, which names `remote`, when there is no git, or it takes too long: then it is ended with all that it started. */
export function runGit(
  { clock, env, repository, timeoutMs }: GitParts,
  args: readonly string[],
  { input, remote }: { readonly input?: Uint8Array; readonly remote: string },
): Promise<GitRun> {
  const [what = ''] = args.filter((arg) => !arg.startsWith('-'))
  return new Promise((resolve, reject) => {
    // A folder that is not there, in the place of the person's hooks.
    const quiet = [
      '-c',
      `core.hooksPath=${join(repository, 'no-hooks')}`,
      '-c',
      'core.askPass=',
      '-c',
      'gc.auto=0',
    ]
    const child = spawn('git', [...quiet, '--git-dir', repository, ...args], {
      ...{ env: quietEnv(env), detached: OWN_GROUP, windowsHide: true },
      stdio: 'pipe',
    })
    const written: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] }
    child.stdout.on('data', (chunk: Buffer) => written.stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => written.stderr.push(chunk))
    const cancel = clock.after(timeoutMs, () => {
      killAll(child)
      reject(syncFault('sync-fault.git-slow', { remote, what, seconds: timeoutMs / 1_000 }))
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      cancel()
      reject(
        error.code === 'ENOENT'
          ? syncFault('sync-fault.no-git', { remote })
          : syncFault('sync-fault.git', { remote, what, why: error.message }),
      )
    })
    child.on('close', (code) => {
      cancel()
      resolve({
        code,
        stdout: Buffer.concat(written.stdout),
        stderr: Buffer.concat(written.stderr).toString(),
      })
    })
    // It may end without reading.
    child.stdin.on('error', () => undefined).end(input)
  })
}

function killAll(child: ChildProcess): void {
  if (!OWN_GROUP || child.pid === undefined) {
    child.kill('SIGKILL')
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended already.
  }
}
