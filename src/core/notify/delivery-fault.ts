/** Why a message did not arrive. */
export const DELIVERY_FAULTS = [
  'not-set-up',
  /** Its reference gives nothing. */
  'no-secret',
  'not-url',
  'unreached',
  'slow',
  'redirected',
  'limited',
  'refused',
  /** It says yes in a way that its service does not. */
  'not-theirs',
  'signature',
  'keyword',
  'address',
  'gone',
  'no-display',
  'no-program',
  'program-failed',
] as const

/** `values` is what its text `notify-fault.CODE` names. */
export interface DeliveryFault {
  readonly code: (typeof DELIVERY_FAULTS)[number]
  readonly values: Readonly<Record<string, string | number>>
}
