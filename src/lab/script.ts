import type { Act } from './act.ts'

/** The acts still to come. The last one repeats for ever. */
export interface Script {
  readonly play: (acts: readonly Act[]) => void
  readonly peek: () => Act
  readonly take: () => Act
}

export function startScript(acts: readonly Act[]): Script {
  let [current, ...rest] = orGood(acts)
  return {
    play: (next) => {
      ;[current, ...rest] = orGood(next)
    },
    peek: () => current,
    take: () => {
      const taken = current
      const next = rest.shift()
      if (next !== undefined) current = next
      return taken
    },
  }
}

/** Without a script every answer is good. */
function orGood([first = { do: 'serve' }, ...rest]: readonly Act[]): [Act, ...Act[]] {
  return [first, ...rest]
}
