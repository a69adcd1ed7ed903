import type { Socket } from 'node:net'
import type { Answering } from '../ports/answering.ts'
import type { Cancel } from '../ports/clock.ts'
import type { ControlAnswer, EventReader } from '../ports/control.ts'
import { browserHeaders } from './browser-headers.ts'
import type { Ended } from './ended.ts'

/** What may wait for a reader. Thousands of events fit in, so that only one who has stopped reading is cut off. */
const MOST_BEHIND_BYTES = 2 ** 20

/** The last one: nginx would gather events before it passes them on, and others go by it too. */
const HEADERS = browserHeaders(['content-type', 'text/event-stream', 'x-accel-buffering', 'no'])

/** Streams events to a client until either side ends it. */
export function streamEvents(
  client: Answering,
  socket: Pick<Socket, 'destroy'>,
  { listen }: Extract<ControlAnswer, { readonly kind: 'events' }>,
): Promise<Ended> {
  return new Promise((resolve) => {
    let behindBytes: number | null = null
    let stop: Cancel = () => undefined
    const over = (): void => {
      stop()
      resolve({ ending: 'local', status: 200, endpoint: null, attempts: 0 })
    }
    const reader: EventReader = {
      get isBehind() {
        return behindBytes !== null
      },
      write: (bytes) => {
        if (client.isGone) return
        if (behindBytes !== null) behindBytes += bytes.length
        if ((behindBytes ?? 0) > MOST_BEHIND_BYTES) return void socket.destroy()
        if (client.write(bytes) || behindBytes !== null) return
        behindBytes = 0
        client.whenDrained(() => (behindBytes = null))
      },
      end: () => {
        client.end()
        over()
      },
    }
    client.begin(200, HEADERS)
    stop = listen(reader)
    client.onGone = over
  })
}
