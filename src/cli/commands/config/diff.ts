import { differences } from '../../../core/config/diff.ts'
import type { Context } from '../../context.ts'
import { differenceLines } from '../../../views/difference-lines.ts'
import { differencesView } from '../../../views/differences-view.ts'
import { printJson } from '../../report.ts'
import type { ConfigDiffShape } from '../../../views/shapes/config.ts'
import { versionNamed } from '../../version-named.ts'

/** What differs between two versions; between one and the newest; or between the newest and the one before it. */
export async function configDiff(
  context: Context,
  first: number | undefined,
  second: number | undefined,
): Promise<void> {
  const { json, output, say } = context
  const { versions } = await context.store()
  const newest = (await versions.newest())?.number ?? 0
  const from = first ?? Math.max(0, newest - 1)
  const to = second ?? newest
  const before = await versionNamed(versions, from, say)
  const after = await versionNamed(versions, to, say)
  const found = differences(before.document, after.document)
  if (json) return printJson<ConfigDiffShape>(context, { from, to, differences: differencesView(found) })
  output.note(say(found.length === 0 ? 'config.no-difference' : 'config.comparing', { from, to }))
  for (const line of differenceLines(found, say)) output.data(line)
}
