/**
 * Tells people what happens to a running proxy. Each channel has its outbox and
 * is sent one message after the other: a slow receiver holds up itself alone.
 * Nothing here is waited for by a request.
 */
import type { DeliveryFault } from '../core/notify/delivery-fault.ts'
import { CHANNELS, type Channel, type Notice } from '../core/notify/notice.ts'
import { dueAt, freshOutbox, onDue, onNotice, type Outbox, type Told } from '../core/notify/outbox.ts'
import { onSeen, type Troubles } from '../core/notify/troubles.ts'
import type { Say } from '../i18n/say.ts'
import type { Cancel } from '../ports/clock.ts'
import type { LogEvent } from '../ports/log.ts'
import { deliver, isSetUp, type Means } from './deliver.ts'
import { seenIn, type Standings } from './seen.ts'

interface Parts extends Means {
  readonly standings: Standings
  readonly say: () => Promise<Say>
  /** A message did not arrive; told once for each reason, until one does. */
  readonly onFault: (channel: Channel, why: string) => void
}

interface Line {
  outbox: Outbox
  cancel: Cancel
  sending: Promise<void>
  /** Messages that wait for those before them, the oldest first. */
  readonly waiting: Told[]
  fault: DeliveryFault['code'] | null
}

/** How long is waited before a message that did not arrive is sent again; after the last it is lost. */
const AGAIN_AFTER_MS = [2_000, 15_000, 60_000]
/** Nobody is waited for longer than that between two tries. */
const MOST_AGAIN_MS = 120_000
/** A receiver that takes a minute for each gets what is newest: how things stood before is no news any more. */
const MOST_WAITING = 8

export class Notifier {
  readonly #parts: Parts
  readonly #lines: ReadonlyMap<Channel, Line>
  #troubles: Troubles
  #isClosed = false

  /** `known` are the troubles that people heard of before. */
  constructor(parts: Parts, known: Troubles) {
    this.#parts = parts
    this.#troubles = known
    const now = parts.clock.now()
    this.#lines = new Map(CHANNELS.map((channel) => [channel, freshLine(now)]))
  }

  /** Whether an answer of an endpoint may be news. */
  get isTroubled(): boolean {
    return this.#troubles.outSince !== null || this.#troubles.keys.size > 0
  }

  see(event: LogEvent): void {
    const { clock, standings } = this.#parts
    for (const seen of seenIn(event, this.#troubles, standings)) {
      const { notice, troubles } = onSeen(this.#troubles, seen, clock.now())
      this.#troubles = troubles
      if (notice !== null) this.#tell(notice)
    }
  }

  /** What is under way is given up. */
  close(): void {
    this.#isClosed = true
    for (const { cancel } of this.#lines.values()) cancel()
  }

  /** Resolves when nothing is being sent. */
  async settle(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ sending }) => sending))
  }

  #tell(notice: Notice): void {
    const settings = this.#parts.settings()
    for (const [channel, line] of this.#lines) {
      if (!isSetUp(channel, settings)) continue
      const { isSent, outbox } = onNotice(
        line.outbox,
        notice,
        settings['notify.per-hour'],
        this.#parts.clock.now(),
      )
      line.outbox = outbox
      if (isSent) this.#send(channel, line, notice)
      this.#wake(channel, line)
    }
  }

  /** Looks at the outbox again when what is held back may go. */
  #wake(channel: Channel, line: Line): void {
    const { clock, settings } = this.#parts
    line.cancel()
    const due = dueAt(line.outbox, settings()['notify.per-hour'])
    if (due === null) return
    line.cancel = clock.after(Math.max(1, due - clock.now()), () => {
      const now = clock.now()
      const { held, outbox } = onDue(line.outbox, settings()['notify.per-hour'], now)
      line.outbox = outbox
      if (held.length > 0) this.#send(channel, line, { kind: 'held-back', at: now, held })
      this.#wake(channel, line)
    })
  }

  #send(channel: Channel, line: Line, told: Told): void {
    const { waiting } = line
    waiting.push(told)
    if (waiting.length > MOST_WAITING) waiting.shift()
    line.sending = line.sending
      .then(async () => {
        const next = waiting.shift()
        if (next !== undefined) await this.#sendNow(channel, line, next)
      })
      .catch((error: unknown) => {
        // Its texts, or what reads its secret, went with an update: the next message may find them.
        this.#parts.onFault(channel, error instanceof Error ? error.message : String(error))
      })
  }

  async #sendNow(channel: Channel, line: Line, told: Told): Promise<void> {
    const { onFault } = this.#parts
    const say = await this.#parts.say()
    for (const ownMs of [...AGAIN_AFTER_MS, null]) {
      if (this.#isClosed) return
      const delivery = await deliver(channel, told, say, this.#parts)
      if (delivery.kind === 'sent') {
        line.fault = null
        return
      }
      const { againMs, fault } = delivery
      if (ownMs !== null && againMs !== null && againMs <= MOST_AGAIN_MS) {
        await this.#pause(Math.max(ownMs, againMs))
        continue
      }
      if (fault.code !== line.fault) onFault(channel, say(`notify-fault.${fault.code}`, fault.values))
      line.fault = fault.code
      return
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(ms, resolve)
    })
  }
}

const freshLine = (now: number): Line => ({
  ...{ outbox: freshOutbox(now), cancel: () => undefined },
  ...{ sending: Promise.resolve(), waiting: [], fault: null },
})
