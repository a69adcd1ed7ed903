import { valueOf, type Fact, type Vendor } from '../core/vendors/vendor.ts'
import type { Context } from './context.ts'
import type { TargetFlags } from './options.ts'
import { vendorOf } from './vendor-named.ts'

/**
 * Flags with what `--vendor` stands for below them: whatever is given itself
 * wins. Says what of it the vendor itself does not say.
 */
export function withVendor<T extends TargetFlags>(
  { output, say }: Pick<Context, 'output' | 'say'>,
  flags: T,
): T {
  if (flags.vendor === undefined) return flags
  const vendor = vendorOf(flags.vendor, say)
  const facts: readonly (readonly [used: boolean, label: string, fact: Fact<unknown>])[] = [
    [flags.baseUrl === undefined, say('title.base-url'), vendor.baseUrl],
    [flags.auth === undefined, say('title.auth'), vendor.auth],
    [flags.model === undefined, say('title.models'), vendor.models],
  ]
  for (const [used, label, fact] of facts) {
    if (!used || fact.kind !== 'reported') continue
    const { seenOn, source } = fact
    output.note(output.styled('yellow', say('vendor.reported', { what: label, source, date: seenOn })))
  }
  return { ...flags, ...flagsOf(vendor, flags) }
}

function flagsOf(vendor: Vendor, flags: TargetFlags): Partial<TargetFlags> {
  const baseUrl = flags.baseUrl ?? valueOf(vendor.baseUrl)
  const auth = flags.auth ?? valueOf(vendor.auth)
  const attribution = flags.attribution ?? valueOf(vendor.attribution)
  const denied = flags.denyBeta ?? valueOf(vendor.deniedBetas) ?? []
  const models = { ...valueOf(vendor.models), ...flags.model }
  return {
    ...(baseUrl === null ? {} : { baseUrl }),
    ...(auth === null ? {} : { auth }),
    ...(attribution === null ? {} : { attribution }),
    ...(denied.length === 0 ? {} : { denyBeta: denied }),
    ...(Object.keys(models).length === 0 ? {} : { model: models }),
  }
}
