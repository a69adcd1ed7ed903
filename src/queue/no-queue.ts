import type { Parking, QueueActions } from '../ports/parking.ts'

/** Where nothing is kept. */
export const NO_QUEUE: Parking & QueueActions = {
  meet: () => null,
  park: async () => ({ kind: 'off' }),
  fetch: async () => ({ kind: 'none' }),
  retry: async () => [],
  standing: () => ({ enabled: false, waiting: 0, sending: 0, oldest: null, next: null, fault: null }),
}
