import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Act } from '../../src/lab/act.ts'

const SCRIPT = fileURLToPath(new URL('upstream-child.ts', import.meta.url))

interface UpstreamProcess {
  readonly name: string
  readonly url: string
  /** Requests in flight now. */
  readonly open: () => Promise<number>
}

/** Starts a scripted upstream that takes no time of this process; it ends with the test. */
export async function startUpstreamProcess(name: string, acts: readonly Act[]): Promise<UpstreamProcess> {
  const child = fork(SCRIPT, [name], { execArgv: [] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ask = async (what: readonly Act[] | string): Promise<unknown> => {
    const answered = once(child, 'message')
    child.send(what)
    return (await answered)[0] as unknown
  }
  return { name, url: String(await ask(acts)), open: async () => Number(await ask('how many are open')) }
}
