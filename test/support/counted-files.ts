import { realFiles, type FileOperations } from '../../src/claude/file-operations.ts'

/** Those that change nothing: whoever is killed at one leaves what the one before left. */
const READING: readonly (keyof FileOperations)[] = [
  ...(['accessSync', 'fstatSync', 'lstatSync', 'readdirSync', 'readFileSync'] as const),
  ...(['readlinkSync', 'realpathSync', 'statSync'] as const),
]

type Operation = (...args: unknown[]) => unknown

/** The real operations; each that changes something is told first, with its number from 1 on and its name. */
export function countedFiles(
  onChange: (number: number, name: string, args: unknown[]) => void,
): FileOperations {
  let count = 0
  const names = Object.keys(realFiles) as (keyof FileOperations)[]
  const counted = names.map((name) => {
    const real = realFiles[name] as unknown as Operation
    if (typeof real !== 'function' || READING.includes(name)) return [name, real] as const
    const told = (...args: unknown[]): unknown => {
      count += 1
      onChange(count, name, args)
      return real(...args)
    }
    return [name, told] as const
  })
  return Object.fromEntries(counted) as unknown as FileOperations
}
