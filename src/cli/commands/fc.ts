import { addProfile, profileNamed } from '../../core/config/changes.ts'
import type { OwnEndpoint, Profile } from '../../core/config/document.ts'
import { VENDORS } from '../../core/vendors/list.ts'
import { valueOf, type Fact, type Vendor } from '../../core/vendors/vendor.ts'
import { AppError } from '../../errors/app-error.ts'
import { applyChange, configurationOf } from '../apply.ts'
import type { Ask } from '../ask.ts'
import { checkedBaseUrl, nameFault } from '../checked.ts'
import { configuredEndpoint } from '../configured-endpoint.ts'
import type { Context } from '../context.ts'
import { answeredKey, type Credential } from '../credential.ts'
import { freeName } from '../endpoint-name.ts'
import { newEndpoint, unkeptEndpoint } from '../new-endpoint.ts'
import { findingText } from '../probe-text.ts'
import { printJson, reportChange } from '../report.ts'
import type { ProfileChangeShape } from '../shapes/change.ts'
import type { FactShape, VendorsShape } from '../shapes/vendors.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { profileOf } from '../names.ts'
import { printTable } from '../table.ts'
import { askedBaseUrl, askedManner } from '../vendor-answers.ts'
import { vendorOf } from '../vendor-named.ts'

export interface FcFlags {
  readonly list?: boolean
}

/** Asks a person through to a profile on a vendor's API; or lists the vendors. */
export async function fc(context: Context, named: string | undefined, flags: FcFlags): Promise<void> {
  const { say } = context
  if (flags.list === true) return listVendors(context)
  const given = named === undefined ? null : vendorOf(named, say)
  const ask = await context.ask()
  if (ask === null) throw new AppError('usage', say('vendor.needs-terminal', { id: given?.id ?? 'ID' }))
  const vendor = given ?? (await chosenVendor(context, ask))
  introduce(context, vendor)
  const name = await askedName(context, ask, vendor)
  const { url: baseUrl } = checkedBaseUrl(await askedBaseUrl(vendor, ask, say), say)
  const credential = await answeredKey(context)
  const manner = await askedManner(vendor, ask, say)
  const target = { baseUrl, mended: false, credential, auth: manner.auth }
  const empty: Profile = { name, description: vendor.name[context.lang], endpoints: [] }
  await agreedAfterCheck(context, ask, empty, unkeptEndpoint(context, empty, target, manner), credential)
  const entry = await newEndpoint(context, empty, target, manner)
  await saved(context, { ...empty, endpoints: [entry] })
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

async function saved(context: Context, profile: Profile): Promise<void> {
  const { output, say } = context
  const { name } = profile
  const applied = await applyChange(context, addProfile(profile), `fc ${name}`)
  const { document } = applied.configuration
  const [entry] = profileOf(document, name, say).endpoints
  const url = profile.endpoints.map((one) => ('baseUrl' in one ? one.baseUrl : '')).join('')
  const done = say('profile.added-with', { name, endpoint: `${name}/${entry?.name ?? ''}`, url })
  reportChange<ProfileChangeShape>(context, applied, done, {
    profile: profileView(document, profileOf(document, name, say)),
  })
  output.note(say('vendor.next', { name }))
}

async function listVendors(context: Context): Promise<void> {
  const { json, lang, output, say } = context
  if (json) return printJson<VendorsShape>(context, { vendors: VENDORS.map(vendorView) })
  const titles = [say('title.id'), say('title.name'), say('title.base-url')]
  const rows = VENDORS.map(({ baseUrl, id, name }) => [...[id, name[lang], factText(baseUrl)]])
  await printTable(output, titles, rows)
  output.note(say('vendor.marks'))
}

const factText = (fact: Fact<string>): string =>
  fact.kind === 'unknown' ? '-' : `${fact.value}${fact.kind === 'reported' ? ' *' : ''}`

const vendorView = (vendor: Vendor): VendorsShape['vendors'][number] => ({
  id: vendor.id,
  name: vendor.name,
  baseUrl: factView(vendor.baseUrl),
  auth: factView(vendor.auth),
  models: factView(vendor.models),
  deniedBetas: factView(vendor.deniedBetas),
  attribution: factView(vendor.attribution),
  signUp: factView(vendor.signUp),
})

const factView = (fact: Fact<unknown>): FactShape =>
  fact.kind === 'unknown' ? { value: null, confirmed: false, source: null, seenOn: null } : knownView(fact)

const knownView = ({
  kind,
  seenOn,
  source,
  value,
}: Exclude<Fact<unknown>, { kind: 'unknown' }>): FactShape => ({
  ...{ value, confirmed: kind === 'confirmed', source, seenOn },
})
