import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cachedPackage } from '../../../scripts/cached-package.mjs'
import type { Contender } from '../../contender.ts'
import { launch, originAt } from '../../processes.ts'

const PACKAGE = {
  name: 'better-ccflare',
  version: '3.5.4',
  sum: 'sha512-JgxJ3kaU0aL71rtu4Og4t/dEoqJRR70r5bOrtEeb9LHU4G6bJxWZzFoQNzh4mD5fT8giBaCYk4s718qRz0RWhg==',
  file: 'dist/better-ccflare',
}
const FOLDER = new URL('.', import.meta.url)

/** Its npm package is a program for Linux on x64, with its runtime inside. */
export const betterCcflare: Contender = {
  name: 'better-ccflare',
  about: `[better-ccflare](https://www.npmjs.com/package/better-ccflare) ${PACKAGE.version} from npm, as its README says: its own defaults, endpoints as accounts of the kind \`anthropic-compatible\``,
  failsOver: true,
  isYardstick: false,
  start: async ({ endpoints, home, port }) => {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error('its npm package is for Linux on x64')
    const command = cachedPackage(`better-ccflare-${PACKAGE.version}`, PACKAGE)
    const place = {
      BETTER_CCFLARE_HOST: '127.0.0.1',
      BETTER_CCFLARE_DB_PATH: join(home, 'better-ccflare.db'),
    }
    const pid = await launch({ command, args: ['--serve', '--port', String(port)], home, port, env: place })
    for (const [priority, customEndpoint] of endpoints.entries()) {
      const account = { ...accountOf(), name: `bench-${priority}`, priority, customEndpoint }
      const answer = await fetch(`${originAt(port)}/api/accounts/anthropic-compatible`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify(account),
      })
      if (!answer.ok) throw new Error(`it does not take the account: ${await answer.text()}`)
    }
    return { pid }
  },
}

const accountOf = (): object => JSON.parse(readFileSync(new URL('account.json', FOLDER), 'utf8')) as object
