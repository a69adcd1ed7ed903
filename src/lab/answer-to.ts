/**
 * What a model says to the question of a check (core/health/question.ts): the
 * code and the sum in the order that was asked for. Null for everything else.
 */
export function answerTo(asked: string): string | null {
  const [code] = /\b[B-DF-HJ-NP-TV-XZ2-9]{6}\b/.exec(asked) ?? []
  if (code === undefined) return null
  const [a, b] = [...asked.replace(code, '').matchAll(/\d+/g)].map(([number]) => Number(number))
  if (a === undefined || b === undefined) return null
  const isSumFirst = /(?:number|result), a space, and (?:then )?(?:the|this) code/.test(asked)
  return isSumFirst ? `${String(a + b)} ${code}` : `${code} ${String(a + b)}`
}
