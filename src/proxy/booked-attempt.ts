import type { Decision } from '../core/failover/route.ts'
import type { Endpoint } from '../core/model.ts'
import { AppError } from '../errors/app-error.ts'
import type { Vault } from '../ports/vault.ts'
import { attempt, type Attempted } from './attempt.ts'
import { bundle } from './bundle.ts'
import type { Job } from './job.ts'
import { mapped } from './mapped.ts'
import { marks } from './marks.ts'
import type { Parts } from './parts.ts'
import { readerFor } from './reader-for.ts'

export type Booked = Extract<Decision, { readonly kind: 'send' }>

/** One attempt at an endpoint that the engine chose: written down, and its slot given back whatever happens. */
export async function bookedAttempt(
  job: Job,
  booked: Booked,
  number: number,
  parts: Parts,
): Promise<Attempted> {
  const startedAt = parts.clock.now()
  let result = unsent('cancelled', 'it did not come to an end')
  try {
    result = await withItsKey(job, booked, number, parts)
    const { outcome, progress, why } = result
    const at = parts.clock.now()
    const seen = { outcome: outcome.kind, progress, why, tookMs: at - startedAt }
    parts.log.write({ event: 'attempt', at, request: job.id, endpoint: booked.to.name, ...seen })
    return result
  } finally {
    parts.engine.release(booked.slot, result)
  }
}

async function withItsKey(
  job: Job,
  { slot, to: endpoint }: Booked,
  number: number,
  parts: Parts,
): Promise<Attempted> {
  const { clock, log, settings, vault, sender } = parts
  const found = await keyOf(endpoint, vault)
  if (found.kind === 'none') return unsent('credential', found.why)
  if (job.client.isGone) return unsent('cancelled', 'the client left')
  const asked = mapped(job, endpoint)
  const setup = {
    job: asked,
    endpoint,
    clock,
    deadlineAt: job.startedAt + settings['attempts.deadline'] * 1_000,
    reader: (status: number, headers: readonly string[]) => readerFor(job, status, headers, settings),
    marks: marks(job, endpoint.name, number),
    onCommit: () => {
      parts.engine.commit(slot)
      const at = clock.now()
      log.write({
        event: 'commit',
        at,
        request: job.id,
        endpoint: endpoint.name,
        afterMs: at - job.startedAt,
      })
    },
  }
  return attempt(setup, sender, bundle(asked, endpoint, found.key))
}

type FoundKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none'; readonly why: string }

/** A key that cannot be had is this endpoint's trouble alone: the next one may have its own. */
async function keyOf({ credential }: Endpoint, vault: Vault): Promise<FoundKey> {
  // A command may have a secret in it, and this goes to the client.
  const name = credential.startsWith('cmd:') ? 'its key command' : credential
  try {
    const key = await vault.resolve(credential)
    return key === null ? { kind: 'none', why: `${name} has no value` } : { kind: 'key', key }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'none', why: `${name} cannot be read: ${error.message}` }
  }
}

const unsent = (kind: 'credential' | 'cancelled', why: string): Attempted => ({
  outcome: { kind },
  progress: 'not-sent',
  why,
  held: null,
  status: null,
  limits: null,
})
