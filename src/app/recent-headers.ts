import { shownHeaders } from '../anthropic/shown-headers.ts'

/** Requests whose headers are held, and of how many characters: a client sends about a thousand, and might send 65,536. */
const MOST = { requests: 500, characters: 1_000_000 }

/** Headers of the newest requests, in memory alone: on the disk they would be a third of all that is kept of a request. */
export class RecentHeaders {
  readonly #byRequest = new Map<string, readonly string[]>()
  #characters = 0

  /** Holds the lines as they are: what is hidden of them is hidden from whoever looks. */
  note(request: string, lines: readonly string[]): void {
    this.#byRequest.set(request, lines)
    this.#characters += charactersIn(lines)
    for (const [oldest, its] of this.#byRequest) {
      if (this.#byRequest.size <= MOST.requests && this.#characters <= MOST.characters) return
      this.#byRequest.delete(oldest)
      this.#characters -= charactersIn(its)
    }
  }

  /** Name, value, name, value, without secrets; null where they are not held any more. */
  of(request: string): string[] | null {
    const lines = this.#byRequest.get(request)
    return lines === undefined ? null : shownHeaders(lines)
  }
}

function charactersIn(lines: readonly string[]): number {
  let sum = 0
  for (const line of lines) sum += line.length
  return sum
}
