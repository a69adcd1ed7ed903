import { shownHeaders } from '../anthropic/shown-headers.ts'

/** Requests whose headers are held, and of how many characters: a client sends about a thousand, and might send 65,536. */
const MOST = { requests: 500, characters: 1_000_000 }

interface Held {
  readonly request: string
  readonly lines: readonly string[]
  readonly characters: number
}

/** Headers of the newest requests, in memory alone: on the disk they would be a third of all that is kept of a request. */
export class RecentHeaders {
  /** The oldest first. A map by id costs each request three times as much, and only a person looks. */
  readonly #held: Held[] = []
  #characters = 0

  /** Holds the lines as they are: what is hidden of them is hidden from whoever looks. */
  note(request: string, lines: readonly string[]): void {
    const characters = charactersIn(lines)
    this.#held.push({ request, lines: sharing(lines, this.#held.at(-1)?.lines ?? []), characters })
    this.#characters += characters
    while (this.#held.length > MOST.requests || this.#characters > MOST.characters) {
      this.#characters -= this.#held.shift()?.characters ?? 0
    }
  }

  /** Name, value, name, value, without secrets; null where they are not held any more. */
  of(request: string): string[] | null {
    const held = this.#held.findLast((one) => one.request === request)
    return held === undefined ? null : shownHeaders(held.lines)
  }
}

/** The same lines. Those that say again what was said before are the same text in memory, and so held once. */
const sharing = (lines: readonly string[], before: readonly string[]): readonly string[] =>
  lines.map((line, at) => {
    const known = before[at]
    return line === known ? known : line
  })

function charactersIn(lines: readonly string[]): number {
  let sum = 0
  for (const line of lines) sum += line.length
  return sum
}
