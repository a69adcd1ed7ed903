/** One request as its person sees it, over all that is sent for it. */
export interface Turn {
  readonly session: string | null
  readonly agent: string | null
  readonly model: string
  readonly bytes: number
  /** What chance does to its sends: the same with QCC and without. */
  readonly dice: () => number
  /** When its person gives up (epoch ms); `Infinity` for most. */
  readonly leavesAt: number
  /** Sends so far, of which some may be billed, and the last one: when and to whom. */
  sends: number
  paid: number
  sentAt: number
  by: string
}
