import type { Context } from '../../context.ts'
import { printJson } from '../../report.ts'
import type { ConfigPathShape } from '../../../views/shapes/config.ts'

/** The file that the configuration is stored in, whether it is there yet or not. */
export function configPath(context: Context): void {
  const { database, home, json, output } = context
  if (json) printJson<ConfigPathShape>(context, { home, database })
  else output.data(database)
}
