import type { Endpoint } from '../core/model.ts'
import { probe } from '../health/probe.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Vault } from '../ports/vault.ts'
import { keyOf } from '../proxy/endpoint-key.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import type { Settings } from '../settings/schema.ts'
import { systemClock, systemDice } from './system-clock.ts'

interface Around {
  readonly vault: Vault
  readonly settings: Settings
}

/** Checks one endpoint without a proxy. `key` is one that is not kept yet; null takes its own. */
export async function probeOnce(
  endpoint: Endpoint,
  key: string | null,
  { settings, vault }: Around,
): Promise<ProbeReport> {
  const sender = new UndiciSender()
  try {
    const { report } = await probe(
      { endpoint, kind: 'conversation', model: null, mayAskAgain: true },
      {
        ...{ sender, clock: systemClock, dice: systemDice, settings: () => settings },
        ...{ isServing: () => false, thinkers: new Set() },
        keyOf: (one) => (key === null ? keyOf(one, vault) : { kind: 'key', key }),
      },
    )
    return report
  } finally {
    await sender.close()
  }
}
