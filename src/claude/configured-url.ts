import { connect } from 'node:net'
import { isLoopbackName } from '../core/loopback.ts'
import type { Clock } from '../ports/clock.ts'
import { readSettings, userSettingsFile, variablesOf, type Places } from './person.ts'

/** Where the person's own settings of Claude Code lead. */
export interface ConfiguredUrl {
  readonly file: string
  /** Null when they name no base URL. */
  readonly baseUrl: string | null
  /** To the proxy of this home, elsewhere, or to a place on this machine where nobody listens; null without a base URL. */
  readonly leads: 'here' | 'elsewhere' | 'nowhere' | null
}

export async function configuredUrl(
  places: Places,
  proxyUrl: string | null,
  clock: Clock,
): Promise<ConfiguredUrl> {
  const file = userSettingsFile(places)
  const baseUrl = (variablesOf(readSettings(file))['ANTHROPIC_BASE_URL'] ?? '').trim()
  if (baseUrl === '') return { file, baseUrl: null, leads: null }
  const local = localPort(baseUrl)
  if (local === null) return { file, baseUrl, leads: 'elsewhere' }
  if (proxyUrl !== null && localPort(proxyUrl)?.port === local.port) return { file, baseUrl, leads: 'here' }
  return { file, baseUrl, leads: (await isListening(local, clock)) ? 'elsewhere' : 'nowhere' }
}

interface LocalPort {
  readonly host: string
  readonly port: number
}

/** Null when the URL leads to another machine, or is none. */
function localPort(url: string): LocalPort | null {
  if (!URL.canParse(url)) return null
  const { hostname, port, protocol } = new URL(url)
  if (!isLoopbackName(hostname)) return null
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }
}

/** Nothing on this machine takes longer to accept a connection. */
const CONNECT_MS = 1_000

function isListening({ host, port }: LocalPort, clock: Clock): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port })
    const cancel = clock.after(CONNECT_MS, () => socket.destroy())
    socket.on('connect', () => {
      done(true)
      socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      cancel()
      done(false)
    })
  })
}
