import { existsSync, mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { globalFlags } from './global-flags.ts'
import { VERSION } from './version.ts'

/** What happens before the rest of the program is loaded, so that loading it is quick. */
export async function start(args: readonly string[]): Promise<void> {
  // Scripts ask for the version often; nothing else need load for it.
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`)
    return
  }
  keepCompiled(globalFlags(args, process.env).home)
  const { main } = await import('./main.ts')
  await main(args)
}

/**
 * Keeps compiled code in the home, as long as there is one: making it is left
 * to what stores something. Where that cannot be written, Node goes without.
 */
function keepCompiled(home: string): void {
  if (!existsSync(home)) return
  const folder = join(home, 'cache')
  // What lies there is run: nobody else may put anything there, whatever the mask of the person's shell.
  if (!existsSync(folder)) made(folder)
  enableCompileCache(folder)
}

function made(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch {
    // Somebody else made it meanwhile, or nobody can.
  }
}
