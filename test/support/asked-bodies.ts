import { readStream, readWhole } from './answer-text.ts'
import { send, sendMessage, type Answer } from './http.ts'

/** In every prompt and every answer, so that both can be looked for. */
export const PROMPT_WORDS = 'words-of-a-prompt'
export const ANSWER_WORDS = 'words-of-an-answer'
/** What clients send as their own. */
export const CLIENT_KEY = 'made-up-key-of-a-client'

/** One thing that is asked, however often and by whomever, and what became of it. */
export interface Asked {
  readonly number: number
  /** Its client would fetch the answer later. */
  readonly isHeadless: boolean
  readonly isStream: boolean
  /** A client is at it. */
  isOut: boolean
  /** The client was told of an error, or 202: from then on it may not get lost. */
  isPromised: boolean
  /** Where the answer is to be fetched. */
  place: string | null
  /** The client has all of its answer. */
  isServed: boolean
  /** Requests of it that reached an endpoint. */
  sends: number
  /** Those that are there now. */
  open: number
  /** Whole answers that endpoints gave. */
  paid: number
  paidInRound: number
  /** What the database says since the last kill: nothing, an answer that waits, or one that is gone with its client. */
  recorded: 'nothing' | 'answer' | 'gone'
}

/** Everything that was asked, and what was wrong with it. */
export class AskedBodies {
  readonly all: Asked[] = []
  readonly faults: string[] = []
  /** Ids of kept requests. */
  readonly ids: string[] = []
  answers = { errors: 0, accepted: 0, served: 0, fromQueue: 0, cut: 0 }
  /** Answers of any kind so far. */
  heard = 0
  readonly #roll: () => number

  constructor(roll: () => number) {
    this.#roll = roll
  }

  /** Asks one thing after the other until `isOver`, as one client would. */
  async askOn(url: string, isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.ask(url, this.#next())
  }

  async ask(url: string, one: Asked): Promise<void> {
    one.isOut = true
    try {
      const answer = await (one.place === null ? asked(url, one) : fetched(url, one.place)).catch(() => null)
      if (answer?.isComplete === true) this.#heard(answer, one)
      else this.answers.cut += 1
    } finally {
      one.isOut = false
    }
  }

  of(session: string): Asked | undefined {
    return this.all[Number(session.replace('asked-', ''))]
  }

  /** Half of the time something that was asked before, by a client that comes back. */
  #next(): Asked {
    const before = this.all.slice(-RECENT).filter(({ isOut, isServed }) => !isOut && !isServed)
    const again = before[Math.floor(this.#roll() * before.length * 2)]
    if (again !== undefined) return again
    const number = this.all.length
    const one: Asked = {
      ...{ number, isHeadless: number % 4 === 0, isStream: number % 3 > 0, isOut: false },
      ...{ isPromised: false, place: null, isServed: false, sends: 0, open: 0, paid: 0 },
      ...{ paidInRound: 0, recorded: 'nothing' },
    }
    this.all.push(one)
    return one
  }

  #heard({ body, headers, status }: Answer, one: Asked): void {
    this.heard += 1
    if (status === 200) {
      const { starts, text } = one.isStream ? readStream(body) : readWhole(body)
      if (text !== answerTo(one) || starts !== 1) this.faults.push(`${String(one.number)} got "${text}"`)
      one.isServed = true
      this.answers.served += 1
      if (one.place !== null || headers['x-qcc-queue'] !== undefined) this.answers.fromQueue += 1
    } else if (status === 202) {
      this.answers.accepted += one.place === null ? 1 : 0
      one.place ??= String(headers.location)
      one.isPromised = true
    } else if (status === 503 && one.place === null) {
      this.answers.errors += 1
      one.isPromised = true
      this.ids.push(String(headers['x-qcc-request-id']))
    } else this.faults.push(`${String(one.number)} was answered with ${String(status)}: ${body.toString()}`)
  }
}

/** Clients come back for what is not older than so many others. */
const RECENT = 60

export const sessionOf = ({ number }: Asked): string => `asked-${String(number)}`
export const answerTo = ({ number }: Asked): string => `${ANSWER_WORDS} to ${String(number)}`

const asked = (url: string, one: Asked): Promise<Answer> =>
  sendMessage(
    url,
    {
      messages: [{ role: 'user', content: `${PROMPT_WORDS} ${String(one.number)}` }],
      stream: one.isStream,
    },
    {
      'x-claude-code-session-id': sessionOf(one),
      'x-api-key': CLIENT_KEY,
      ...(one.isHeadless ? { 'x-qcc-queue': 'accept' } : {}),
    },
  )

const fetched = (url: string, place: string): Promise<Answer> => send(`${url}${place}`, { method: 'GET' })
