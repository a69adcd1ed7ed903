const GAP = '  '

/** Pairs below each other, what they say in one column; a line each. */
export async function pairLines(
  pairs: readonly (readonly [label: string, text: string])[],
): Promise<readonly string[]> {
  const labels = pairs.map(([label]) => label)
  const widthOf = await measureFor(labels)
  const width = Math.max(...labels.map(widthOf))
  return pairs.map(([label, text]) => {
    const space = ' '.repeat(width - widthOf(label)) + GAP
    return `${label}${space}${inOneLine(text)}`.trimEnd()
  })
}

/** How many columns of a terminal texts take. Most are ASCII; what can measure the others takes a while to load. */
export async function measureFor(texts: readonly string[]): Promise<(text: string) => number> {
  if (texts.every((text) => /^[ -~]*$/.test(text))) return (text) => text.length
  const { default: stringWidth } = await import('fast-string-width')
  return (text) => stringWidth(text)
}

/** What a person wrote may hold line breaks and control characters; a line may not. */
export const inOneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
