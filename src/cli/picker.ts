import { styleText } from 'node:util'
import { getColumns, Prompt, wrapTextWithPrefix } from '@clack/core'
import { limitOptions, S_BAR, S_BAR_END, S_RADIO_ACTIVE, S_RADIO_INACTIVE, symbol } from '@clack/prompts'
import { measureFor } from '../views/pair-lines.ts'
import type { Context } from './context.ts'
import { cutTo, NUMBERED, rowLines, type PickerRow, type PickerRows, type WidthOf } from './picker-rows.ts'

/** What a person made of the rows; `left` and `cancelled` start nothing. */
export type Picked =
  | { readonly kind: 'row'; readonly row: PickerRow }
  | { readonly kind: 'left' }
  | { readonly kind: 'cancelled' }

/** For this long a person can stop what would be taken. In seconds. */
const COUNTDOWN_S = 3
const SECOND_MS = 1_000

/** Lets a person at the terminal choose a row; the preselected one is taken when no key is pressed for 3 s. */
export async function pickRow(
  { clock, output, say }: Pick<Context, 'clock' | 'output' | 'say'>,
  { preselected, rows }: PickerRows,
): Promise<Picked> {
  output.flush()
  // The mark of what was cut off is no ASCII, so it has to be measured in any case.
  const picker = new Picker({ rows, preselected }, say, await measureFor(['…']))
  const cancels = Array.from({ length: COUNTDOWN_S }, (_, second) =>
    clock.after((second + 1) * SECOND_MS, () => {
      picker.secondPasses()
    }),
  )
  await picker.prompt()
  for (const cancel of cancels) cancel()
  const row = rows[picker.at]
  if (picker.state === 'submit' && row !== undefined) return { kind: 'row', row }
  return { kind: picker.isLeft ? 'left' : 'cancelled' }
}

/** The question. Keys and drawing are clack's, so that it looks like every other one. */
class Picker extends Prompt<number> {
  at: number
  /** Whether it was left by Esc, and not by Ctrl-C. */
  isLeft = false
  readonly #rows: readonly PickerRow[]
  readonly #say: Context['say']
  readonly #widthOf: WidthOf
  /** Null once a person is there. */
  #secondsLeft: number | null = COUNTDOWN_S

  constructor({ preselected, rows }: PickerRows, say: Context['say'], widthOf: WidthOf) {
    super({ output: process.stderr, render: () => this.#frame() }, false)
    this.#rows = rows
    this.#say = say
    this.#widthOf = widthOf
    this.at = preselected
    this.on('cursor', (action) => {
      const step = { up: -1, left: -1, down: 1, right: 1 }[String(action)] ?? 0
      this.at = (this.at + step + rows.length) % rows.length
    })
    this.on('key', (char, { name }) => {
      this.#secondsLeft = null
      this.isLeft = name === 'escape'
      const number = /^[1-9]$/.test(char ?? '') ? Number(char) : 0
      if (number === 0 || number > Math.min(rows.length, NUMBERED)) return
      this.at = number - 1
      this.state = 'submit'
    })
  }

  secondPasses(): void {
    if (this.#secondsLeft === null) return
    this.#secondsLeft -= 1
    if (this.#secondsLeft === 0) this.state = 'submit'
    // Drawing again is clack's own affair, which a change of the terminal's size sets off.
    this.output.emit('resize')
    if (this.state === 'submit') this.close()
  }

  #frame(): string {
    const bar = styleText('gray', S_BAR)
    const question = wrapTextWithPrefix(
      this.output,
      this.#say('picker.which'),
      `${bar}  `,
      `${symbol(this.state)}  `,
    )
    // One column is left empty: a full line would move the cursor to the next.
    const columns = getColumns(this.output) - PREFIX - 1
    if (this.state === 'submit' || this.state === 'cancel') {
      const label = cutTo(columns, this.#rows[this.at]?.label ?? '', this.#widthOf)
      const shown = styleText(this.state === 'submit' ? ['dim'] : ['strikethrough', 'dim'], label)
      return [bar, question, `${bar}  ${shown}`].join('\n')
    }
    const foot = cutTo(columns, this.#foot(), this.#widthOf)
    return [bar, question, ...this.#list(columns), `${styleText('cyan', S_BAR_END)}  ${foot}`].join('\n')
  }

  #list(columns: number): readonly string[] {
    const lines = rowLines(this.#rows, columns - RADIO, this.#widthOf)
    const style = (line: string, isActive: boolean): string =>
      isActive
        ? `${styleText('green', S_RADIO_ACTIVE)} ${line}`
        : `${styleText('dim', S_RADIO_INACTIVE)} ${styleText('dim', line)}`
    const [output, cursor] = [this.output, this.at]
    return limitOptions({ output, cursor, options: lines, style, rowPadding: AROUND }).map(
      (line) => `${styleText('cyan', S_BAR)}  ${line}`,
    )
  }

  #foot(): string {
    if (this.#secondsLeft === null) return this.#say('picker.keys')
    const label = this.#rows[this.at]?.label ?? ''
    return this.#say('picker.counts', { label, seconds: this.#secondsLeft })
  }
}

/** Columns before a row, and before its text. */
const PREFIX = 3
const RADIO = 2
/** Lines of a frame besides its rows, the question in two at most. */
const AROUND = 5
