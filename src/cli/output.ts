import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Where a command's words go: data to `data`, everything else to `note`. */
export interface Output {
  /** One line of what was asked for. */
  data(line: string): void
  /** One line about it: progress, hints, warnings. */
  note(line: string): void
  /** Colours a part of a note where its reader can show colours. */
  styled(style: Style, text: string): string
}

/** The process's own streams. `colors` false keeps notes plain. */
export function processOutput(colors: boolean): Output {
  return {
    data: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    styled: (style, text) => (colors ? styleText(style, text, { stream: process.stderr }) : text),
  }
}
