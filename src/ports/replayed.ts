/** What deciding everything again came to. */
export interface Replayed {
  readonly calls: number
  /** When the first and the last of them were made (epoch ms); null when there is none. */
  readonly from: number | null
  readonly to: number | null
  /** Decisions about requests, by what was decided. */
  readonly sent: number
  readonly waited: number
  readonly exhausted: number
  /** The first that was decided otherwise; what follows it is not looked at. */
  readonly differs: Difference | null
}

export interface Difference {
  /** Which of the calls, from 0. */
  readonly index: number
  readonly call: string
  readonly recorded: string
  readonly now: string
}
