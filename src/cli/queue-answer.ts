import type { AnswerContent } from './context.ts'

/** What an answer says, and the tools that it calls, in lines. */
export function contentLines({ text, tools }: AnswerContent): readonly string[] {
  return [...(text === '' ? [] : text.split('\n')), ...tools.map(({ input, name }) => `→ ${name} ${input}`)]
}
