import type { Parking } from '../ports/parking.ts'

/** Where nothing is kept. */
export const NO_PARKING: Parking = {
  meet: () => null,
  park: async () => ({ kind: 'off' }),
  fetch: async () => ({ kind: 'none' }),
}
