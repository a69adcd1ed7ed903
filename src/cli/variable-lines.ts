import type { VariableChange } from '../claude/claude-settings.ts'
import { ANY_TOKEN } from './claude-target.ts'
import { printable } from '../views/printable.ts'

/** Changes of variables as lines: `+` what comes, `-` what goes, `~` what gets another value. No credential is shown. */
export const variableLines = (changes: readonly VariableChange[]): readonly string[] =>
  changes.map((change) => {
    const { after, before, name } = shownChange(change)
    if (before === null) return `+ env.${name}: ${printable(after ?? '')}`
    if (after === null) return `- env.${name}: ${printable(before)}`
    return `~ env.${name}: ${printable(before)} → ${printable(after)}`
  })

/** The change as it may be seen. */
export const shownChange = ({ after, before, name }: VariableChange): VariableChange => ({
  ...{ name, before: shown(name, before), after: shown(name, after) },
})

function shown(name: string, value: string | null): string | null {
  if (value === null || value === '' || value === ANY_TOKEN) return value
  return name === 'ANTHROPIC_BASE_URL' ? value.replace(/\/\/[^/@]*@/, '//***@') : '***'
}
