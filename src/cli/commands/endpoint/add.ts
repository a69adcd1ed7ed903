import { addEndpoint, reusable } from '../../../core/config/changes.ts'
import { entryNamed, type Document, type EndpointEntry, type Profile } from '../../../core/config/document.ts'
import { AppError } from '../../../errors/app-error.ts'
import { applyChange, configurationOf } from '../../apply.ts'
import { checkEndpoint, type CheckFlag } from '../../check-endpoint.ts'
import { checkedName } from '../../checked.ts'
import type { Context } from '../../context.ts'
import { newEndpoint, noteTarget, ownPart, type OwnFlags } from '../../new-endpoint.ts'
import type { TargetFlags } from '../../options.ts'
import { refusalError } from '../../refusal.ts'
import { newTarget } from '../../target.ts'
import { wantedProfile } from '../../wanted.ts'
import { withVendor } from '../../with-vendor.ts'
import { reportEndpoint } from './report-endpoint.ts'

export interface EndpointAddFlags extends TargetFlags, OwnFlags, CheckFlag {
  readonly fromProfile?: string
}

/** A new endpoint of a profile: with a target of its own, or with that of another profile's endpoint. */
export async function endpointAdd(
  context: Context,
  named: string | undefined,
  given: EndpointAddFlags,
): Promise<void> {
  const { say } = context
  const flags = withVendor(context, given)
  const { document } = await configurationOf(context)
  const profile = await wantedProfile(context, document, named, 'qcc endpoint add PROFILE …')
  const { name: profileName } = profile
  if (flags.name !== undefined) {
    const name = `${profileName}/${checkedName(flags.name, say)}`
    if (entryNamed(document, name) !== null) throw refusalError({ why: 'name-taken', name }, document, say)
  }
  if (flags.fromProfile !== undefined) {
    const entry = await reused(context, document, profile, flags)
    const changed = addEndpoint(profileName, entry)(document)
    if (flags.check === true && changed.kind === 'changed') {
      await checkEndpoint(context, changed.document, entry.id, null)
    }
    return added(context, profileName, entry)
  }
  const target = await newTarget(context, flags)
  if (target === null) throw new AppError('usage', say('endpoint.needs-target'))
  await added(context, profileName, await newEndpoint(context, profile, target, flags))
  noteTarget(context, target)
}

async function added(context: Context, profileName: string, entry: EndpointEntry): Promise<void> {
  const name = `${profileName}/${entry.name}`
  const applied = await applyChange(context, addEndpoint(profileName, entry), `endpoint add ${name}`)
  const done = context.say('from' in entry ? 'endpoint.added-reused' : 'endpoint.added', {
    name,
    target: 'from' in entry ? entry.from : entry.baseUrl,
  })
  reportEndpoint(context, applied, done, entry.id)
}

/** The entry that reuses what `-f` means. When that are several, a person is asked which. */
async function reused(
  context: Context,
  document: Document,
  profile: Profile,
  flags: EndpointAddFlags,
): Promise<EndpointEntry> {
  const { fromProfile: what = '' } = flags
  const from = await sourceOf(context, document, profile.name, what)
  const [sourceProfile = ''] = from.split('/')
  return { ...ownPart(profile, flags, sourceProfile), from }
}

async function sourceOf(
  context: Context,
  document: Document,
  profileName: string,
  what: string,
): Promise<string> {
  const result = reusable(document, profileName, what)
  if (result.kind === 'found') return result.from
  const { refusal } = result
  const ask = refusal.why === 'ambiguous' ? await context.ask() : null
  if (ask === null || refusal.why !== 'ambiguous') throw refusalError(refusal, document, context.say)
  const choices = refusal.choices.map((name) => ({ value: name, label: name }))
  return ask.choose(context.say('prompt.which-endpoint', { name: what }), choices)
}
