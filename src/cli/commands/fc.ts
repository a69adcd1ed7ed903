import { addProfile } from '../../core/config/changes.ts'
import type { Profile } from '../../core/config/document.ts'
import { VENDORS } from '../../core/vendors/list.ts'
import type { Fact, Vendor } from '../../core/vendors/vendor.ts'
import { AppError } from '../../errors/app-error.ts'
import { applyChange } from '../apply.ts'
import type { Context } from '../context.ts'
import { newEndpoint } from '../new-endpoint.ts'
import { printJson, reportChange } from '../report.ts'
import type { ProfileChangeShape } from '../shapes/change.ts'
import type { FactShape, VendorsShape } from '../shapes/vendors.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { profileOf } from '../names.ts'
import { printTable } from '../table.ts'
import { vendorDraft } from '../vendor-draft.ts'
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
  const { empty, flags: manner, target } = await vendorDraft(context, ask, given)
  const entry = await newEndpoint(context, empty, target, manner)
  await saved(context, { ...empty, endpoints: [entry] })
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
