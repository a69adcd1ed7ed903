import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../ports/clock.ts'
import type { Cut } from './act.ts'
import type { Exchange } from './exchange.ts'
import type { Occasion } from './message.ts'

/** One request waiting for its act, and the means to play it. */
export interface Scene extends Omit<Exchange, 'seen'> {
  readonly clock: Clock
  readonly response: ServerResponse
  readonly requestId: string
  readonly streams: boolean
  readonly occasion: Occasion
}

/** Sets all of them; a later one replaces its like. */
export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

/** Cuts the connection under an answer; what was written before still arrives. */
export function cutResponse({ response, complete }: Scene, how: Cut): void {
  // A stall is over when the client gives up, which completes nothing.
  if (how !== 'stall') complete()
  if (response.socket !== null) cutSocket(response.socket, how)
}

/** Ends or resets a connection, or leaves it as it is. */
export function cutSocket(socket: Socket, how: Cut): void {
  if (how === 'reset') socket.resetAndDestroy()
  if (how === 'end') socket.end()
}

/** Writes in pieces of at most `pieceBytes`, each handed to the network before the next. */
export async function writeBody(
  { response, gone }: Scene,
  bytes: Buffer,
  pieceBytes = Infinity,
): Promise<void> {
  for (let from = 0; from < bytes.length && !gone.aborted; from += pieceBytes) {
    const piece = bytes.subarray(from, from + pieceBytes)
    await new Promise<void>((resolve) => {
      // Called with an error when the client is gone, which `gone` tells.
      response.write(piece, () => {
        resolve()
      })
    })
  }
}
