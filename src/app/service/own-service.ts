import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { OwnService, ServiceLook } from '../../cli/own-service.ts'
import { isPassing } from '../../core/service/passing-path.ts'
import type { ServiceWish } from '../../core/service/service-wish.ts'
import { SERVING_FLAGS } from '../roomy-heap.ts'
import { toldError } from '../told-error.ts'
import { launchd } from './launchd.ts'
import type { Supervisor } from './supervisor.ts'
import { systemd } from './systemd.ts'

/** What a service is made for. */
export interface ServicePlaces {
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly userFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly uid: number
  /** How this program is started. */
  readonly program: readonly [string, ...string[]]
}

/** The service of this home on this machine; null where QCC knows of none. */
export function serviceHere(home: string): OwnService | null {
  const { argv, env, execArgv, execPath, platform } = process
  const program = [execPath, ...execArgv, ...SERVING_FLAGS, argv[1] ?? ''] as const
  const places = { env, platform, userFolder: homedir(), uid: process.getuid?.() ?? 0 }
  return serviceAt({ home, program, ...places })
}

/** The same for any other. */
export function serviceAt(places: ServicePlaces): OwnService | null {
  const home = realPathOf(places.home)
  const supervisor = supervisorOf({ ...places, home })
  return supervisor === null ? null : supervised(supervisor, { ...places, home })
}

/** Two names of one folder are one home. */
const realPathOf = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder)

function supervisorOf(places: ServicePlaces): Supervisor | null {
  const { home, platform, userFolder } = places
  const isUsual = home === realPathOf(join(userFolder, '.qcc'))
  const mark = createHash('sha256').update(home).digest('hex').slice(0, 8)
  if (platform === 'linux') return systemd({ ...places, name: isUsual ? 'qcc' : `qcc-${mark}` })
  if (platform !== 'darwin') return null
  return launchd({ ...places, name: isUsual ? 'qcc.proxy' : `qcc.proxy.${mark}` })
}

/** Beyond what open requests get, for the proxy to end. */
const BEYOND_DRAIN_S = 15
/** Commands behind `cmd:` references need them. */
const VARIABLES = ['PATH', 'LANG', 'LC_ALL'] as const

function supervised(supervisor: Supervisor, { env, home, program }: ServicePlaces): OwnService {
  const { file, kind, name } = supervisor
  const wish = (drainS: number): ServiceWish => ({
    command: [...program, 'proxy', 'start', '--as-daemon', '--home', home],
    variables: Object.fromEntries(
      VARIABLES.flatMap((variable) =>
        (env[variable] ?? '') === '' ? [] : [[variable, env[variable] ?? '']],
      ),
    ),
    stopS: Math.ceil(drainS) + BEYOND_DRAIN_S,
  })
  const text = (drainS: number): string => supervisor.text(wish(drainS))
  const begin = async (): Promise<void> => {
    const why = await supervisor.begin()
    if (why !== null) throw toldError('failed', 'service.not-started', { name, file, why })
  }
  return {
    ...{ kind, name, file, text },
    passing: program.filter(isPassing),
    isWritten: () => existsSync(file),
    look: async (drainS) => ({
      file: compared(supervisor, readText(file), text(drainS)),
      asked: await supervisor.ask(),
    }),
    install: async (drainS) => {
      write(file, text(drainS))
      await begin()
    },
    ask: () => supervisor.ask(),
    start: begin,
    uninstall: async () => {
      const asked = await supervisor.ask()
      if (asked.kind === 'answered') await supervisor.end()
      rmSync(file, { force: true })
      await supervisor.forget()
      return asked.kind === 'answered' ? null : asked.why
    },
  }
}

function compared(supervisor: Supervisor, found: string | null, wanted: string): ServiceLook['file'] {
  if (found === null) return 'none'
  if (supervisor.commandOf(found) !== supervisor.commandOf(wanted)) return 'other-command'
  return supervisor.besidesVariables(found) === supervisor.besidesVariables(wanted) ? 'current' : 'outdated'
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** As a whole or not at all. */
function write(file: string, text: string): void {
  const draft = `${file}.${randomUUID()}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(draft, text, { flag: 'wx', mode: 0o644 })
    renameSync(draft, file)
  } catch (error) {
    throw toldError('failed', 'service.not-written', { file, why: (error as Error).message }, error)
  } finally {
    rmSync(draft, { force: true })
  }
}
