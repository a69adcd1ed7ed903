/** The proxy of this home, and the port that it is to listen on. */
import type { AppError } from '../../errors/app-error.ts'
import { lasted } from '../../views/lasted.ts'
import { faultText } from '../status-faults.ts'
import type { StatusParts } from '../status-parts.ts'
import type { Say } from '../texts.ts'
import { errorFault, fault, note, well, type Finding } from './finding.ts'

interface Around {
  /** Of this program. */
  readonly version: string
  readonly home: string
  /** Whether a process has the home as its proxy. */
  readonly isHeld: boolean
  readonly say: Say
}

/** None runs until somebody needs it, which is no fault. */
export function proxyFindings(
  proxy: StatusParts['proxy'],
  { home, isHeld, say, version }: Around,
): readonly Finding[] {
  if (proxy === null && isHeld) return [fault('proxy', 'proxy-silent', say('doctor.proxy-silent', { home }))]
  if (proxy === null) return [note('proxy', 'proxy-not-running', say('doctor.proxy-not-running'))]
  const { configurationFault: about, networkDownSince, open, pid, uptimeMs, url } = proxy
  const status = (kind: 'configuration-refused' | 'network-down', why: string | null): Finding =>
    fault('proxy', kind, faultText({ kind, about: why }, say))
  const values = { version: proxy.version, own: version }
  const faults = [
    ...(proxy.version === version
      ? []
      : [fault('proxy', 'proxy-other-version', say('doctor.proxy-other-version', values))]),
    ...(about === null ? [] : [status('configuration-refused', about)]),
    ...(networkDownSince === null ? [] : [status('network-down', null)]),
  ]
  if (faults.length > 0) return faults
  const uptime = lasted(uptimeMs)
  return [well('proxy', say('status.proxy', { open, pid, url, version, uptime }))]
}

/** `runningAt` is where the proxy of this home is, null where none runs; `listen` what would keep one from listening. */
export function portFinding(
  address: string,
  { listen, runningAt }: { readonly listen: AppError | null; readonly runningAt: string | null },
  say: Say,
): Finding {
  if (runningAt !== null) return well('port', say('doctor.port-ours', { address: runningAt }))
  return listen === null
    ? well('port', say('doctor.port-free', { address }))
    : errorFault('port', listen, say)
}
