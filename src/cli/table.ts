import { inOneLine, measureFor, pairLines } from '../views/pair-lines.ts'
import type { Output } from './output.ts'

const GAP = '  '

/**
 * Prints a table without borders, as `docker ps` does: columns start below
 * their titles, whatever their characters' width, and no line ends in spaces.
 */
export async function printTable(
  output: Pick<Output, 'data' | 'heading'>,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const cells = [titles.map((title) => title.toUpperCase()), ...rows.map((row) => row.map(inOneLine))]
  const widthOf = await measureFor(cells.flat())
  const widths = titles.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ''))))
  const [head = '', ...lines] = cells.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)))
      .join(GAP)
      .trimEnd(),
  )
  for (const line of [output.heading(head), ...lines]) output.data(line)
}

/** Prints pairs below each other, what they say in one column. */
export async function printPairs(
  output: Pick<Output, 'data'>,
  pairs: readonly (readonly [label: string, text: string])[],
  indent = '',
): Promise<void> {
  for (const line of await pairLines(pairs)) output.data(indent + line)
}
