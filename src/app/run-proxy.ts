import type { ListeningProxy } from '../cli/context.ts'
import type { Say } from '../cli/texts.ts'
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import type { Log } from '../ports/log.ts'
import { isLoopbackName } from '../proxy/local-auth.ts'
import { resolveSettings, type Overrides } from '../settings/resolve.ts'
import { composeProxy } from './compose-proxy.ts'
import { envVault } from './env-vault.ts'
import { portOwner, type PortOwner } from './port-owner.ts'

interface Wanted {
  readonly document: Document
  readonly flags: Overrides
  readonly log: Log
}

/** Starts the proxy that a person asked for; what keeps it from listening becomes a sentence. */
export async function runProxy({ document, flags, log }: Wanted, say: Say): Promise<ListeningProxy> {
  const { 'proxy.host': host, 'proxy.port': port } = resolveSettings(document.settings, flags)
  if (!isLoopbackName(host)) throw new AppError('usage', say('proxy.not-loopback', { host }))
  try {
    return await composeProxy({ document, flags, log, vault: envVault })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      const owner = ownerText(await portOwner(host, port), say)
      throw new AppError('port-taken', say('proxy.port-taken', { host, port, owner }), { cause: error })
    }
    if (code === undefined) throw error
    throw new AppError('not-listening', say('proxy.cannot-listen', { host, port, why: message }), {
      cause: error,
    })
  }
}

export function ownerText(owner: PortOwner, say: Say): string {
  switch (owner.kind) {
    case 'qcc':
      return say('proxy.owner-qcc', { version: owner.version, pid: owner.pid })
    case 'process':
      return say('proxy.owner-process', { name: owner.name, pid: owner.pid })
    case 'unknown':
      return say('proxy.owner-unknown')
  }
}
