import { questionFrom } from '../../src/core/health/question.ts'
import type { Probed } from '../../src/core/health/probe.ts'
import type { DueProbe } from '../../src/core/probes.ts'
import { freshRouter } from '../../src/core/router.ts'
import type { FoundKey } from '../../src/health/probe.ts'
import { startProber } from '../../src/health/prober.ts'
import type { Serve } from '../../src/lab/act.ts'
import { stepsOf } from '../../src/lab/message.ts'
import { encodeEvent } from '../../src/lab/sse.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import type { AnswerSink, Outbound, Sender } from '../../src/ports/sender.ts'
import { fakeClock } from './fake-clock.ts'
import { endpoint, fleet, given } from './fleet.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']

/** An endpoint's requests in the test's hand, and an engine that says what the test wants. */
export function proberRig() {
  const clock = fakeClock()
  const sent: { readonly request: Outbound; readonly sink: AnswerSink }[] = []
  const said = {
    due: [] as DueProbe[],
    nextDueAt: null as number | null,
    connects: true,
    isServing: false,
  }
  const asked = { due: 0, next: 0 }
  const told: (readonly [string, Probed])[] = []
  const events: LogEvent[] = []
  const listeners = new Set<() => void>()
  const sender: Sender = {
    send: (request, sink) => {
      sent.push({ request, sink })
      if (said.connects) sink.onSent()
      return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
    },
    close: async () => undefined,
  }
  const engine = engineOf(said, asked, told, listeners)
  const endpoints = NAMES.map((name) => endpoint(name))
  const vault = { keyOf: (): FoundKey => ({ kind: 'key', key: 'a-key' }) }
  const prober = startProber({
    ...{
      clock,
      dice: { roll: () => 0.5 },
      engine,
      sender,
      log: { write: (event) => void events.push(event) },
    },
    keyOf: async () => vault.keyOf(),
    settings: () => ({ 'health.model': 'claude-small', 'health.timeout': 30 }),
    endpoint: (id) => endpoints.find((one) => one.id === id) ?? null,
  })
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const answer = async (index: number, status: number, body: unknown): Promise<void> => {
    const { sink } = given(sent[index])
    sink.onHead(status, [])
    sink.onData(typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body)))
    sink.onEnd()
    await clock.pass(0)
  }
  const due = (name: string, more: Partial<DueProbe> = {}): DueProbe => ({
    ...{ why: 'trial', endpoint: given(endpoints.find((one) => one.name === name)), model: null },
    ...{ kind: 'conversation', mayAskAgain: true },
    ...more,
  })
  return { answer, asked, changed, clock, due, endpoints, events, prober, said, sent, told, vault }
}

interface Said {
  due: DueProbe[]
  nextDueAt: number | null
  connects: boolean
  isServing: boolean
}

function engineOf(
  said: Said,
  asked: { due: number; next: number },
  told: (readonly [string, Probed])[],
  listeners: Set<() => void>,
) {
  return {
    dueProbes: () => {
      asked.due += 1
      return said.due.splice(0)
    },
    get nextDueAt() {
      asked.next += 1
      return said.nextDueAt
    },
    onChange: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    probed: (source: string, probed: Probed) => void told.push([source, probed]),
    get state() {
      const fresh = freshRouter(fleet(...NAMES), 0)
      const servedAt = said.isServing ? 1_000_000 : null
      return { ...fresh, evidence: fresh.evidence.map((one) => ({ ...one, servedAt })) }
    },
  }
}

/** Right, whatever was asked: the question is always the same. */
export const MESSAGE = stream({ text: questionFrom(0.5).wanted })

export function stream(act: Omit<Serve, 'do'>): string {
  const occasion = { upstream: 'a', messageId: 'msg_1', model: 'claude-small', requestBytes: 200, asked: '' }
  return stepsOf({ do: 'serve', ...act }, occasion)
    .map(({ event }) => encodeEvent(event, {}))
    .join('')
}
