/** What `status` says of the person's own settings of Claude Code. */
import type { InUse } from '../claude/claude-settings.ts'
import { conflictText } from './conflict-text.ts'
import type { Context } from './context.ts'
import type { Output } from './output.ts'
import type { StatusShape } from './shapes/status.ts'
import type { Say } from './texts.ts'

type ClaudeView = StatusShape['claude']

/** `proxyUrl` is where the proxy of this home is, null where none runs. */
export async function claudeView(
  context: Pick<Context, 'claude'>,
  proxyUrl: string | null,
): Promise<ClaudeView> {
  const claude = await context.claude()
  const found = await claude.configuredUrl(proxyUrl)
  const use = claude.settings.inUse().find(({ file }) => file === found.file) ?? null
  const isOurs = use !== null || found.leads === 'here'
  const conflicts = isOurs ? [...claude.conflicts()] : []
  return { ...found, use: use === null ? null : useView(use), conflicts }
}

const useView = ({ about, at }: InUse): ClaudeView['use'] => ({
  ...{ kind: about.kind, at },
  profile: about.kind === 'proxy' ? about.profile : null,
  endpoint: about.kind === 'direct' ? about.endpoint : null,
})

/** Where those settings lead, in a line. */
export function claudeText({ baseUrl, file, leads, use }: ClaudeView, say: Say): string {
  const values = { file, url: baseUrl ?? '' }
  if (leads === null) return say('status.claude-free')
  if (use?.kind === 'direct' && leads === 'elsewhere') {
    return say('status.use-direct', { ...values, endpoint: use.endpoint ?? '' })
  }
  if (use?.kind === 'proxy' && leads === 'here') {
    if (use.profile === null) return say('status.use-active-set', values)
    return say('status.use-profile', { ...values, profile: use.profile })
  }
  return say(`status.claude-${leads}`, values)
}

/** One line each, behind an empty one. */
export function printConflicts(output: Output, { conflicts }: ClaudeView, say: Say): void {
  if (conflicts.length > 0) output.data('')
  for (const conflict of conflicts)
    output.data(say('title.conflict', { conflict: conflictText(conflict, say) }))
}
