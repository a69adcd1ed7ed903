/** Changes of the configuration by a dashboard: on top of the version that it knows, or not at all. */
import { differences } from '../core/config/diff.ts'
import type { Document } from '../core/config/document.ts'
import type { Change } from '../core/config/changes.ts'
import {
  changeConfiguration,
  readConfiguration,
  replaceConfiguration,
  type Configuration,
} from '../document/configuration.ts'
import { idsAsIn } from '../document/endpoint-ids.ts'
import type { Fault } from '../document/fault.ts'
import { parseDocument } from '../document/schema.ts'
import { AppError } from '../errors/app-error.ts'
import type { Say } from '../i18n/say.ts'
import type { ControlAnswer } from '../ports/control.ts'
import { differencesView } from '../views/differences-view.ts'
import { faultText } from '../views/fault-text.ts'
import type { ChangedAnswer, InvalidAnswer, StaleAnswer } from './contract/configuration.ts'
import type { Home } from './home.ts'
import { ok } from './route.ts'

/** What is to become of version `base`. */
export interface Wanted {
  readonly base: number
  readonly document: Document
  readonly message: string
}

/** Makes it a version. 409, with both sides, when `base` is not the newest any more. */
export async function replace(wanted: Wanted, home: Home): Promise<ControlAnswer> {
  const { base, document, message } = wanted
  try {
    const done = await replaceConfiguration(await partsOf(home), base, document, {
      ...{ author: 'dashboard', message },
    })
    const { number } = done.configuration
    return ok({ kind: 'changed', number, changed: done.kind === 'changed' } satisfies ChangedAnswer)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'stale-version') throw error
    return stale(document, await newestOf(home))
  }
}

/** Applies a small change to the newest version. Throws what refuses it. */
export async function apply(change: Change, message: string, home: Home): Promise<ControlAnswer> {
  const signature = { author: 'dashboard', message } as const
  const done = await changeConfiguration(await partsOf(home), change, signature)
  if (done.kind === 'refused') {
    throw new AppError('no-such-thing', `There is no endpoint "${done.refusal.name}" in the configuration.`)
  }
  const { number } = done.configuration
  return ok({ kind: 'changed', number, changed: done.kind === 'changed' } satisfies ChangedAnswer)
}

export const newestOf = async ({ versions }: Home): Promise<Configuration> =>
  readConfiguration(await versions())

/** A document as it was sent; endpoints without an id get that of their name in `known`, or a new one. */
export const parseGiven = (given: unknown, known: Document) => parseDocument(given, idsAsIn(known))

export function invalid(faults: readonly Fault[], say: Say): InvalidAnswer {
  return {
    kind: 'invalid',
    faults: faults.map(({ code, path, values }) => ({
      ...{ path: [...path], code, message: faultText({ code, values }, say) },
    })),
  }
}

const CONFLICT = 409

function stale(yours: Document, { document: theirs, number: newest }: Configuration): ControlAnswer {
  const found = differencesView(differences(theirs, yours))
  const body: StaleAnswer = { kind: 'stale', newest, theirs, yours, differences: found }
  return { kind: 'json', status: CONFLICT, body }
}

async function partsOf(home: Home) {
  const versions = await home.versions()
  const { document } = await newestOf(home)
  return { versions, clock: home.clock, keep: home.settingsOf(document).settings['versions.keep'] }
}
