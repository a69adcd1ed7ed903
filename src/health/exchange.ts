/** One whole request of ours and its whole answer, for checks; nothing of a client passes here. */
import { header, type HeaderLines } from '../anthropic/headers.ts'
import { unpacked } from '../anthropic/unpacked.ts'
import type { Fault } from '../core/classify.ts'
import type { Phase, Progress } from '../core/outcome.ts'
import type { Clock } from '../ports/clock.ts'
import type { Outbound, Sender } from '../ports/sender.ts'

export type Exchanged =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: HeaderLines
      readonly body: Buffer
    }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly progress: Progress; readonly why: string }

interface Limits {
  readonly connectMs: number
  /** Until the answer is complete, the connection included. */
  readonly wholeMs: number
}

/** No answer to a check comes near it. */
const MAX_BYTES = 2 ** 20

/** Sends and resolves when the answer is complete, or will not be. Never rejects. */
export function exchange(
  sender: Sender,
  request: Outbound,
  clock: Clock,
  { connectMs, wholeMs }: Limits,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    let progress: Progress = 'not-sent'
    let head: { readonly status: number; readonly headers: HeaderLines } | null = null
    const chunks: Buffer[] = []
    let bytes = 0
    const over = (result: Exchanged): void => {
      cancelConnect()
      cancelWhole()
      resolve(result)
    }
    const fail = (fault: Fault, why: string): void => {
      over({ kind: 'fault', fault, progress, why })
    }
    const late = (phase: Phase, afterMs: number) => (): void => {
      fail({ kind: 'timed-out', phase }, `no ${phase} within ${String(afterMs / 1_000)} s`)
      sending.abort()
    }
    const cancelConnect = clock.after(connectMs, late('connection', connectMs))
    const cancelWhole = clock.after(wholeMs, () => {
      late(progress === 'not-sent' ? 'connection' : 'first-content', wholeMs)()
    })
    const sending = sender.send(request, {
      onSent: () => {
        progress = 'sent'
        cancelConnect()
      },
      onWritten: () => undefined,
      onHead: (status, headers) => {
        progress = 'streaming'
        head = { status, headers }
      },
      onData: (chunk) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes <= MAX_BYTES) return
        fail({ kind: 'no-message-inside' }, 'it does not end')
        sending.abort()
      },
      onEnd: () => {
        if (head === null) return
        const body = unpacked(Buffer.concat(chunks), header(head.headers, 'content-encoding'), MAX_BYTES)
        if (body === null) fail({ kind: 'no-message-inside' }, 'its encoding cannot be read')
        else over({ kind: 'answer', ...head, body })
      },
      onFailure: ({ detail, reason }) => {
        const why = detail === '' ? reason : `${reason} (${detail})`
        fail(head === null ? { kind: 'no-answer', why: reason } : { kind: 'cut' }, why)
      },
    })
  })
}
