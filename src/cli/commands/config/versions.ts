import type { Context } from '../../context.ts'
import { localTime } from '../../../views/local-time.ts'
import { printJson } from '../../report.ts'
import type { ConfigVersionsShape } from '../../../views/shapes/config.ts'
import { printTable } from '../../table.ts'

export interface ConfigVersionsFlags {
  readonly count: number
}

/** The latest versions, newest first: who changed what and when. */
export async function configVersions(context: Context, { count }: ConfigVersionsFlags): Promise<void> {
  const { json, output, say } = context
  const found = await (await context.store()).versions.list(count)
  if (json) {
    const versions = found.map((version) => ({ ...version, at: new Date(version.at).toISOString() }))
    return printJson<ConfigVersionsShape>(context, { versions })
  }
  if (found.length === 0) return void output.note(say('config.no-versions'))
  const titles = ['version', 'time', 'author', 'message'] as const
  const rows = found.map(({ at, author, message, number }) => [
    String(number),
    localTime(at),
    author,
    message,
  ])
  const head = titles.map((title) => say(`config.title.${title}`))
  await printTable(output, head, rows)
}
