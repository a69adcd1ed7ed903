import { nearest } from '../core/nearest.ts'
import { VENDORS, vendorNamed } from '../core/vendors/list.ts'
import type { Vendor } from '../core/vendors/vendor.ts'
import { AppError } from '../errors/app-error.ts'
import type { Say } from './texts.ts'

/** The vendor of that id. Throws `no-such-thing`, with the nearest one. */
export function vendorOf(id: string, say: Say): Vendor {
  const vendor = vendorNamed(id)
  if (vendor !== null) return vendor
  const ids = VENDORS.map((one) => one.id)
  const near = nearest(id, ids)
  const next =
    near === null ? say('vendor.see', { ids: ids.join(', ') }) : say('refusal.did-you-mean', { name: near })
  throw new AppError('no-such-thing', `${say('vendor.none-such', { id })}\n${next}`)
}
