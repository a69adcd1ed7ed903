/** A profile on a vendor's API, as a person answers for it; nothing of it is stored, and its key is not kept. */
import { profileNamed } from '../core/config/changes.ts'
import type { OwnEndpoint, Profile } from '../core/config/document.ts'
import { VENDORS } from '../core/vendors/list.ts'
import { valueOf, type Vendor } from '../core/vendors/vendor.ts'
import { AppError } from '../errors/app-error.ts'
import { configurationOf } from './apply.ts'
import type { Ask } from './ask.ts'
import { checkedBaseUrl, nameFault } from './checked.ts'
import { configuredEndpoint } from './configured-endpoint.ts'
import type { Context } from './context.ts'
import { answeredKey, type Credential } from './credential.ts'
import { freeName } from './endpoint-name.ts'
import { unkeptEndpoint } from './new-endpoint.ts'
import type { TargetFlags } from './options.ts'
import { findingText } from './probe-text.ts'
import type { NewTarget } from './target.ts'
import { askedBaseUrl, askedManner } from './vendor-answers.ts'
import { vendorOf } from './vendor-named.ts'

export interface ProfileDraft {
  readonly empty: Profile
  /** Of its first endpoint; null where that comes later. */
  readonly target: NewTarget | null
  readonly flags: TargetFlags
}

interface VendorDraft extends ProfileDraft {
  readonly target: NewTarget
}

/** Asks through to the check of the endpoint, and whether it is wanted when that does not go well. */
export async function vendorDraft(context: Context, ask: Ask, given: Vendor | null): Promise<VendorDraft> {
  const { say } = context
  const vendor = given ?? (await chosenVendor(context, ask))
  introduce(context, vendor)
  const name = await askedName(context, ask, vendor)
  const { url: baseUrl } = checkedBaseUrl(await askedBaseUrl(vendor, ask, say), say)
  const credential = await answeredKey(context)
  const flags = await askedManner(vendor, ask, say)
  const target = { baseUrl, mended: false, credential, auth: flags.auth }
  const empty: Profile = { name, description: vendor.name[context.lang], endpoints: [] }
  await agreedAfterCheck(context, ask, empty, unkeptEndpoint(context, empty, target, flags), credential)
  return { empty, target, flags }
}

async function chosenVendor({ lang, say }: Context, ask: Ask): Promise<Vendor> {
  const choices = VENDORS.map(({ baseUrl, id, name }) => ({
    ...{ value: id, label: name[lang] },
    ...(valueOf(baseUrl) === null ? {} : { hint: valueOf(baseUrl) ?? '' }),
  }))
  return vendorOf(await ask.choose(say('vendor.which'), choices), say)
}

/** Where a key is to be had, and why some things are asked. */
function introduce({ lang, output, say }: Context, vendor: Vendor): void {
  const { attribution, auth, baseUrl, deniedBetas, models, name, signUp } = vendor
  const asked = [attribution, auth, baseUrl, deniedBetas, models].filter(({ kind }) => kind !== 'confirmed')
  output.note(name[lang])
  if (signUp.kind !== 'unknown') output.note(say('vendor.sign-up', { url: signUp.value }))
  if (asked.some(({ kind }) => kind === 'reported')) output.note(say('vendor.asks-unconfirmed'))
}

async function askedName(context: Context, ask: Ask, { id }: Vendor): Promise<string> {
  const { say } = context
  const { document } = await configurationOf(context)
  const initial = freeName(
    id,
    document.profiles.map((profile) => profile.name),
  )
  const fault = (answer: string): string | null =>
    nameFault(answer, say) ??
    (profileNamed(document, answer) === null ? null : say('refusal.name-taken', { name: answer }))
  return ask.text(say('vendor.asks-name'), { initial, fault })
}

/** Checks the endpoint; when that does not go well, resolves only if the person wants it all the same. */
async function agreedAfterCheck(
  context: Context,
  ask: Ask,
  profile: Profile,
  entry: OwnEndpoint,
  credential: Credential,
): Promise<void> {
  const { output, say } = context
  const document = { profiles: [{ ...profile, endpoints: [entry] }], settings: {} }
  const endpoint = await configuredEndpoint(context, document, entry.id)
  if (endpoint === null || credential.kind !== 'key') return
  output.note(say('probe.under-way', { name: endpoint.name }))
  output.flush()
  const report = await context.probe(endpoint, credential.key)
  const text = say('probe.found', { name: endpoint.name, finding: findingText(report, say) })
  output.note(report.result === 'pass' ? text : output.styled('yellow', text))
  if (report.result === 'pass') return
  if (!(await ask.confirm(say('vendor.asks-save'), true))) {
    throw new AppError('cancelled', say('prompt.cancelled'))
  }
}
