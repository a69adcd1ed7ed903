/** What flags and answers at the terminal make of an endpoint's target. */
import type { TargetPart } from '../core/config/changes.ts'
import type { OwnEndpoint, Timeouts } from '../core/config/document.ts'
import type { AuthStyle } from '../core/model.ts'
import { AppError } from '../errors/app-error.ts'
import type { Ask } from './ask.ts'
import { baseUrlFault, checkedBaseUrl, checkedProxy } from './checked.ts'
import type { Context } from './context.ts'
import { answeredKey, credentialOf, type Credential } from './credential.ts'
import { hasTargetFlags, type TargetFlags } from './options.ts'
import type { Say } from './texts.ts'

type Asker = Pick<Context, 'ask' | 'say'>

/** A new target, complete and checked; its key is not kept yet. */
export interface NewTarget {
  readonly baseUrl: string
  /** Whether something was taken off the base URL. */
  readonly mended: boolean
  readonly credential: Credential
  readonly auth: AuthStyle
}

/**
 * The target that flags name, with what they leave open asked at a terminal.
 * Null when no base URL is given, as long as no other flag needs one.
 */
export async function newTarget(context: Context, flags: TargetFlags): Promise<NewTarget | null> {
  const { say } = context
  const given = flags.baseUrl ?? (await answeredBaseUrl(context))
  if (given === null) {
    if (!hasTargetFlags(flags)) return null
    throw new AppError('usage', say('endpoint.needs-base-url'))
  }
  const { mended, url: baseUrl } = checkedBaseUrl(given, say)
  checkedParts({}, flags, say)
  const named = await credentialOf(context, flags)
  const credential = named ?? (await answeredKey(context))
  const isAsking = flags.baseUrl === undefined || named === null
  const auth = flags.auth ?? (isAsking ? await answeredAuth(context) : DEFAULT_AUTH)
  return { baseUrl, mended, credential, auth }
}

const DEFAULT_AUTH: AuthStyle = 'x-api-key'

/** Null for "later", and where nobody can be asked. */
async function answeredBaseUrl({ ask, say }: Asker): Promise<string | null> {
  const fault = (answer: string): string | null => (answer === '' ? null : baseUrlFault(answer, say))
  return (await (await ask())?.text(say('prompt.base-url'), { fault })) || null
}

async function answeredAuth({ ask, say }: Asker): Promise<AuthStyle> {
  const person = await ask()
  return person === null ? DEFAULT_AUTH : askedAuth(person, say)
}

/** The style that a person chooses; what is said to be `likely` comes first. */
export function askedAuth(ask: Ask, say: Say, likely: AuthStyle = DEFAULT_AUTH): Promise<AuthStyle> {
  const choices = styles(say).toSorted(
    (one, other) => Number(other.value === likely) - Number(one.value === likely),
  )
  return ask.choose(say('prompt.auth'), choices)
}

const styles = (say: Say) =>
  [
    { value: 'x-api-key', label: 'x-api-key', hint: say('prompt.auth.x-api-key') },
    { value: 'bearer', label: 'authorization: Bearer', hint: say('prompt.auth.bearer') },
    { value: 'both', label: say('prompt.auth.both') },
  ] as const

/** What flags change of a target besides its place and its key, on top of what it was; nothing that they leave alone. */
export function checkedParts(before: Partial<OwnEndpoint>, flags: TargetFlags, say: Say): TargetPart {
  const timeouts = {
    connect: flags.timeoutConnect,
    'first-content': flags.timeoutFirstContent,
    idle: flags.timeoutIdle,
  }
  const hasTimeouts = Object.values(timeouts).some((value) => value !== undefined)
  return {
    ...(flags.auth === undefined ? {} : { auth: flags.auth }),
    ...(flags.model === undefined ? {} : { models: mapped(before.models, flags.model) }),
    ...(flags.rule === undefined && flags.rules !== false ? {} : { rules: ruled(before.rules, flags) }),
    ...(flags.denyBeta === undefined && flags.denyBetas !== false
      ? {}
      : { deniedBetas: denied(before.deniedBetas, flags) }),
    // What is usual is left out of the document.
    ...(flags.attribution === undefined ? {} : { attribution: flags.attribution ? undefined : false }),
    ...(hasTimeouts ? { timeouts: timed(before.timeouts, timeouts) } : {}),
    ...(flags.proxy === undefined
      ? {}
      : { outboundProxy: flags.proxy === false ? undefined : checkedProxy(flags.proxy, say) }),
  }
}

function mapped(
  before: OwnEndpoint['models'],
  given: Readonly<Record<string, string>>,
): OwnEndpoint['models'] {
  return orNothing(Object.entries({ ...before, ...given }).filter(([, to]) => to !== ''))
}

/** The first that fits decides, so those that are given come first. One that is there already only moves. */
function ruled(
  before: OwnEndpoint['rules'] = [],
  { rule: given = [], rules: keeps = true }: TargetFlags,
): OwnEndpoint['rules'] {
  const all = [...given, ...(keeps ? before : [])].map((rule) => [JSON.stringify(rule), rule] as const)
  const once = [...new Map(all).values()]
  return once.length === 0 ? undefined : once
}

function denied(
  before: OwnEndpoint['deniedBetas'] = [],
  { denyBeta: given = [], denyBetas: keeps = true }: TargetFlags,
): OwnEndpoint['deniedBetas'] {
  const all = [...new Set([...(keeps ? before : []), ...given])]
  return all.length === 0 ? undefined : all
}

function timed(
  before: Timeouts | undefined,
  given: Readonly<Record<keyof Timeouts, number | false | undefined>>,
): Timeouts | undefined {
  const named = Object.entries(given).filter(([, seconds]) => seconds !== undefined)
  const all = Object.entries<number | false | undefined>({ ...before, ...Object.fromEntries(named) })
  return orNothing(all.filter(([, seconds]) => seconds !== false))
}

const orNothing = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries)
