import { readVersion, type Configuration } from '../document/configuration.ts'
import { AppError } from '../errors/app-error.ts'
import type { Versions } from '../ports/store.ts'
import type { Say } from './texts.ts'

/** That version; 0 is the empty configuration before the first. Throws `no-such-thing`. */
export async function versionNamed(versions: Versions, number: number, say: Say): Promise<Configuration> {
  const found = await readVersion(versions, number)
  if (found !== null) return found
  const newest = (await versions.newest())?.number ?? 0
  throw new AppError(
    'no-such-thing',
    say(number < newest ? 'config.version-gone' : 'config.no-version', { number }),
  )
}
