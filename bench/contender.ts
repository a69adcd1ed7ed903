/** One way to the upstream. */
export interface Contender {
  readonly name: string
  /** What it is, as Markdown: a line of the report. */
  readonly about: string
  /** Whether it can be told of a second endpoint for when the first one fails. */
  readonly failsOver: boolean
  /** Whether a target speaks of it. */
  readonly isYardstick: boolean
  /** Starts it; rejects with a sentence when it cannot be had on this machine. */
  readonly start: (place: Place) => Promise<Running>
}

export interface Place {
  /** An empty folder of its own. */
  readonly home: string
  /** The port that it shall listen on. */
  readonly port: number
  /** Origins of the endpoints, in the order in which they are to be asked; one, or two where it fails over. */
  readonly endpoints: readonly string[]
}

export interface Running {
  readonly pid: number
  /** Stops what was opened beside it. */
  readonly leave?: () => void
}
