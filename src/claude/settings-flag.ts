/** The arguments for Claude Code without `--settings`, and what that said; the last one counts, as with Claude Code. */
export interface SplitArguments {
  readonly args: readonly string[]
  /** A file, or the settings themselves as JSON; null without the flag. */
  readonly settings: string | null
}

export function splitArguments(given: readonly string[]): SplitArguments {
  const end = given.indexOf('--')
  const own = end === -1 ? given : given.slice(0, end)
  const isFlag = (index: number): boolean => own[index] === '--settings' && own[index - 1] !== '--settings'
  let settings: string | null = null
  const args = own.filter((arg, index) => {
    if (arg.startsWith('--settings=')) settings = arg.slice('--settings='.length)
    else if (isFlag(index - 1)) settings = arg
    else return !(isFlag(index) && index + 1 < own.length)
    return false
  })
  return { args: end === -1 ? args : [...args, ...given.slice(end)], settings }
}
