import { configurationOf } from '../../../apply.ts'
import type { Context } from '../../../context.ts'
import { localTime } from '../../../../views/local-time.ts'
import { printJson } from '../../../report.ts'
import type { TokenListShape } from '../../../shapes/token.ts'
import { printTable } from '../../../table.ts'

/** The client tokens by name; never the tokens themselves, which nobody knows any more. */
export async function tokenList(context: Context): Promise<void> {
  const { json, output, say } = context
  const { document } = await configurationOf(context)
  const { clientTokens } = await context.store()
  const tokens = (await clientTokens.all()).map(({ createdAt, name, profile, usedAt }) => ({
    ...{ name, profile, createdAt, usedAt },
    opensNothing: profile !== null && !document.profiles.some((one) => one.name === profile),
  }))
  if (json) return printJson<TokenListShape>(context, { tokens })
  if (tokens.length === 0) return output.note(say('token.none'))
  const titles = [
    ...[say('title.name'), say('title.profile'), say('token.title.created'), say('token.title.used')],
  ]
  const rows = tokens.map(({ createdAt, name, opensNothing, profile, usedAt }) => [
    name,
    opensNothing ? say('token.profile-gone', { profile: profile ?? '' }) : (profile ?? say('token.unbound')),
    localTime(createdAt),
    usedAt === null ? say('token.never') : localTime(usedAt),
  ])
  await printTable(output, titles, rows)
}
