/** What a rule asks of a refusal, in one line: `429, 503 · overloaded_error · /text/`. */
export function conditionText({
  pattern,
  status = [],
  type,
}: {
  readonly status?: string | number | readonly (string | number)[] | undefined
  readonly type?: string | undefined
  readonly pattern?: string | undefined
}): string {
  const parts = [[status].flat().join(', '), type ?? '', pattern === undefined ? '' : `/${pattern}/`]
  return parts.filter((part) => part !== '').join(' · ')
}
