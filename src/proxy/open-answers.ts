import type { ClientAnswer } from './client-answer.ts'

/**
 * Answers under way or to come, in no order.
 *
 * A list in which the last one takes the place of one that leaves, and no
 * `Set`: V8 chains the old table of a set to the one that replaces it, and a
 * set that grows and shrinks all the time replaces it every few requests. Once
 * one table of the chain has grown old, all that follow, with the requests in
 * them, live on until the next full collection. That was a fifth of all CPU.
 */
export class OpenAnswers {
  readonly #answers: ClientAnswer[] = []

  get size(): number {
    return this.#answers.length
  }

  add(answer: ClientAnswer): void {
    answer.place = this.#answers.length
    this.#answers.push(answer)
  }

  /** Does nothing when it is not among them. */
  delete(answer: ClientAnswer): void {
    const { place } = answer
    if (this.#answers[place] !== answer) return
    const last = this.#answers.pop()
    if (last === undefined || last === answer) return
    last.place = place
    this.#answers[place] = last
  }

  /** A copy: they may leave while it is gone through. */
  all(): readonly ClientAnswer[] {
    return [...this.#answers]
  }
}
