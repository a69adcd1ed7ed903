import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { agentBesidesVariables, commandOfAgent, launchAgent } from '../../core/service/launch-agent.ts'
import type { Asked } from '../../cli/own-service.ts'
import { systemClock, wait } from '../system-clock.ts'
import { ASK_MS, ORDER_MS, type Supervisor } from './supervisor.ts'
import { systemProgram } from './system-program.ts'

interface Place {
  readonly name: string
  readonly userFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The person's number. */
  readonly uid: number
}

const LOOK_AGAIN_MS = 200

/** launchd, in the session of a person at the screen. Source: launchctl(1). */
export function launchd({ env, name: label, uid, userFolder }: Place): Supervisor {
  const file = join(userFolder, 'Library', 'LaunchAgents', `${label}.plist`)
  const domain = `gui/${String(uid)}`
  const target = `${domain}/${label}`
  const run = systemProgram('launchctl', env)
  const isLoaded = async (): Promise<boolean> => (await run(['print', target], ASK_MS)).isDone
  /** It says that it is done before it is. */
  const unload = async (): Promise<void> => {
    await run(['bootout', target], ORDER_MS)
    const until = systemClock.now() + ORDER_MS
    while ((await isLoaded()) && systemClock.now() < until) await wait(LOOK_AGAIN_MS)
  }
  return {
    ...{ kind: 'launchd', name: label, file },
    text: (wish) => launchAgent(label, wish),
    commandOf: commandOfAgent,
    besidesVariables: agentBesidesVariables,
    ask: async () => {
      const disabled = await run(['print-disabled', domain], ASK_MS)
      if (!disabled.isDone) return { kind: 'silent', why: disabled.why }
      const { isDone, stdout } = await run(['print', target], ASK_MS)
      const isDisabled = new RegExp(`"${label}" => (disabled|true)`).test(disabled.stdout)
      return stateIn(isDone ? stdout : null, existsSync(file) && !isDisabled)
    },
    begin: async () => {
      if (await isLoaded()) await unload()
      for (const args of [
        ['enable', target],
        ['bootstrap', domain, file],
      ]) {
        const { isDone, why } = await run(args, ORDER_MS)
        if (!isDone) return why
      }
      return null
    },
    end: unload,
    forget: async () => undefined,
  }
}

/** `printed` is null for what is not loaded. */
function stateIn(printed: string | null, isEnabled: boolean): Asked {
  const pid = /^\s*pid = (\d+)/m.exec(printed ?? '')?.[1]
  return {
    kind: 'answered',
    isEnabled,
    // What is loaded is started again and again.
    ...{ isActive: printed !== null, hasFailed: false },
    pid: pid === undefined ? null : Number(pid),
  }
}
