import { endpointFromVariables } from './claude-variables.ts'
import { NOTHING, type Found, type LeftOut } from './found.ts'
import { isObject, looseJson, objectIn, textIn } from './loose-json.ts'

/** What Claude Code's `settings.json` leads to. Null when the text is none. Source: https://code.claude.com/docs/en/settings. */
export function readClaudeSettings(text: string, isOwn: (url: string) => boolean): Found | null {
  const settings = looseJson(text)
  if (!isObject(settings ?? undefined)) return null
  const { apiKeyHelper, env } = objectIn(settings)
  const helper: readonly LeftOut[] =
    textIn(apiKeyHelper) === '' ? [] : [{ what: 'apiKeyHelper', why: 'key-helper' }]
  const read = endpointFromVariables('env', objectIn(env), isOwn)
  if (read.kind === 'none') {
    // Settings without any of it lead nowhere, and nothing is missing.
    const isBare = read.leftOut.every(({ why }) => why === 'log-in')
    return { ...NOTHING, leftOut: [...(isBare ? [] : read.leftOut), ...helper] }
  }
  const { endpoint, leftOut } = read
  return { profiles: [{ name: '', endpoints: [endpoint] }], leftOut: [...leftOut, ...helper] }
}
