import type { Output } from '../../src/cli/output.ts'

/** An output without colours that keeps what is said, each line with where it went. */
export function recordedOutput(): { readonly output: Output; readonly lines: string[] } {
  const lines: string[] = []
  const to = (where: string) => (line: string) => void lines.push(`${where} ${line}`)
  const output: Output = {
    ...{ data: to('data'), secret: to('data'), note: to('note'), error: to('error') },
    styled: (_style, text) => text,
    heading: (text) => text,
    flush: () => undefined,
    isRead: true,
  }
  return { output, lines }
}
