import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandOfUnit, systemdUnit, unitBesidesVariables } from '../../core/service/systemd-unit.ts'
import type { Asked } from '../../cli/own-service.ts'
import { ASK_MS, ORDER_MS, type Supervisor } from './supervisor.ts'
import { systemProgram } from './system-program.ts'

interface Place {
  /** Besides `.service`. */
  readonly name: string
  readonly userFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The person's own systemd. Source: systemctl(1), systemd.unit(5), "User unit search path". */
export function systemd({ env, name: bare, userFolder }: Place): Supervisor {
  const name = `${bare}.service`
  const folder = join((env['XDG_CONFIG_HOME'] ?? '') || join(userFolder, '.config'), 'systemd', 'user')
  const run = systemProgram('systemctl', env)
  const order = (...args: readonly string[]) => run(['--user', ...args], ORDER_MS)
  return {
    ...{ kind: 'systemd', name, file: join(folder, name) },
    text: systemdUnit,
    commandOf: commandOfUnit,
    besidesVariables: unitBesidesVariables,
    ask: async () => {
      const properties = '--property=UnitFileState,ActiveState,MainPID'
      const { isDone, stdout, why } = await run(['--user', 'show', properties, name], ASK_MS)
      return isDone ? stateIn(stdout) : { kind: 'silent', why }
    },
    begin: async () => {
      // Nothing to forget is no reason against a start.
      await order('reset-failed', name)
      for (const args of [['daemon-reload'], ['enable', name], ['restart', name]]) {
        const { isDone, why } = await order(...args)
        if (!isDone) return why
      }
      return null
    },
    end: async () => {
      await order('disable', '--now', name)
    },
    forget: async () => {
      // What "disable" does, for where nobody could be asked to.
      rmSync(join(folder, 'default.target.wants', name), { force: true })
      await order('daemon-reload')
      await order('reset-failed', name)
    },
  }
}

function stateIn(properties: string): Asked {
  const valueOf = (name: string): string =>
    new RegExp(`^${name}=(.*)$`, 'm').exec(properties)?.[1]?.trim() ?? ''
  const state = valueOf('ActiveState')
  const pid = Number(valueOf('MainPID'))
  return {
    kind: 'answered',
    isEnabled: valueOf('UnitFileState') === 'enabled',
    isActive: ['active', 'activating', 'reloading'].includes(state),
    hasFailed: state === 'failed',
    pid: pid > 0 ? pid : null,
  }
}
