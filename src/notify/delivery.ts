import type { DeliveryFault } from '../core/notify/delivery-fault.ts'

/** What came of sending one message to one channel. */
export type Delivery =
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'failed'
      readonly fault: DeliveryFault
      /** How long to wait at least before it may work; null when only a person can help. */
      readonly againMs: number | null
    }

export const SENT: Delivery = { kind: 'sent' }

export const failed = (
  code: DeliveryFault['code'],
  values: DeliveryFault['values'] = {},
  againMs: number | null = null,
): Delivery => ({ kind: 'failed', fault: { code, values }, againMs })
