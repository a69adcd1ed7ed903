/**
 * A TCP proxy on loopback that delays, slices, throttles, stalls, half-closes
 * or resets what passes, each direction by itself. One piece is in hand at a
 * time and is read only when the last one has left, so memory stays bounded
 * and a slow reader slows the writer.
 */
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Clock } from '../ports/clock.ts'
import { startListener } from './listener.ts'
import { sleep } from './sleep.ts'

/** What one direction suffers. Byte counts are those of one connection since its start. */
export interface Lane {
  /** Each read waits this long; what arrives meanwhile is read together, so the delay does not add up. */
  readonly latencyMs?: number
  /** At most so many bytes a write. */
  readonly sliceBytes?: number
  readonly bytesPerSecond?: number
  /** Both sockets are reset. */
  readonly resetAfterBytes?: number
  /** This direction ends, the other goes on. */
  readonly halfCloseAfterBytes?: number
  /** Nothing more passes in this direction until it is changed. */
  readonly stallAfterBytes?: number
}

export interface Faults {
  readonly towardClient?: Lane
  readonly towardTarget?: Lane
}

export interface FaultProxy {
  readonly port: number
  /** Connections accepted so far. */
  readonly connections: number
  /** Connections open now. */
  readonly open: number
  /** Replaces all faults, also for the connections there are. */
  change(faults: Faults): void
  close(): Promise<void>
}

/** Starts a proxy in front of a port on loopback; without faults, all passes. */
export async function startFaultProxy(options: {
  readonly clock: Clock
  readonly targetPort: number
  readonly faults?: Faults
}): Promise<FaultProxy> {
  let faults = options.faults ?? {}
  let changed = Promise.withResolvers<void>()

  const listener = await startListener(0, (client) => {
    const target = connect({
      port: options.targetPort,
      host: '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    })
    const link = joined(options.clock, client, target, () => changed.promise)
    pump(client, target, link, () => faults.towardTarget ?? {})
    pump(target, client, link, () => faults.towardClient ?? {})
  })

  return {
    port: listener.port,
    get connections() {
      return listener.connections
    },
    get open() {
      return listener.open
    },
    change: (next) => {
      faults = next
      changed.resolve()
      changed = Promise.withResolvers()
    },
    close: listener.down,
  }
}

/** What the two directions of a connection share. */
interface Link {
  readonly clock: Clock
  /** Aborts when the connection was reset, by us or by either side. */
  readonly gone: AbortSignal
  readonly reset: () => void
  /** Resolves when the faults have changed, or with `gone`. */
  readonly news: () => Promise<unknown>
}

/** Two sockets that share a violent end; an orderly one is passed on by each direction. */
function joined(clock: Clock, client: Socket, target: Socket, changed: () => Promise<void>): Link {
  const gone = new AbortController()
  const over = new Promise((resolve) => {
    gone.signal.addEventListener('abort', resolve)
  })
  const reset = (): void => {
    gone.abort()
    client.resetAndDestroy()
    target.resetAndDestroy()
  }
  for (const socket of [client, target]) {
    socket.on('error', reset)
    socket.on('close', () => {
      if (!socket.readableEnded || !socket.writableFinished) reset()
    })
  }
  return { clock, gone: gone.signal, reset, news: () => Promise.race([changed(), over]) }
}

function pump(from: Socket, to: Socket, link: Link, laneNow: () => Lane): void {
  let passed = 0
  let isClosed = false
  let passing = Promise.resolve()
  from.on('data', (chunk: Buffer) => {
    from.pause()
    passing = pass(chunk).then(() => {
      from.resume()
    })
  })
  // The end of a paused socket is told as soon as it is there, with the last piece still in hand.
  from.on('end', () => {
    void passing.then(() => to.end())
  })

  async function pass(chunk: Buffer): Promise<void> {
    await sleep(link.clock, laneNow().latencyMs ?? 0, link.gone)
    let rest = chunk
    // What comes after a half-close is swallowed.
    while (!isClosed && !link.gone.aborted) {
      const lane = laneNow()
      if (isReached(lane.resetAfterBytes)) return link.reset()
      if (isReached(lane.halfCloseAfterBytes)) {
        isClosed = true
        to.end()
      } else if (isReached(lane.stallAfterBytes)) await link.news()
      else if (rest.length === 0) return
      else {
        const piece = rest.subarray(0, roomIn(lane, passed))
        await written(to, piece)
        passed += piece.length
        rest = rest.subarray(piece.length)
        await sleep(link.clock, (piece.length / (lane.bytesPerSecond ?? Infinity)) * 1_000, link.gone)
      }
    }
  }

  function isReached(bytes: number | undefined): boolean {
    return bytes !== undefined && passed >= bytes
  }
}

/** How much may go at once: up to the next fault, and a throttled lane moves 20 times a second. */
function roomIn(lane: Lane, passed: number): number {
  const { resetAfterBytes = Infinity, halfCloseAfterBytes = Infinity, stallAfterBytes = Infinity } = lane
  const { sliceBytes = Infinity, bytesPerSecond = Infinity } = lane
  const untilFault = Math.min(resetAfterBytes, halfCloseAfterBytes, stallAfterBytes) - passed
  return Math.min(untilFault, sliceBytes, Math.ceil(bytesPerSecond / 20))
}

function written(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    // Called with an error when the socket is gone, which resets the link.
    socket.write(bytes, () => {
      resolve()
    })
  })
}
