import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cachedPackage } from '../../../scripts/cached-package.mjs'
import type { Contender } from '../../contender.ts'
import { launch } from '../../processes.ts'
import { filledIn } from '../filled-in.ts'

const PACKAGE = {
  name: '@musistudio/claude-code-router',
  version: '2.0.0',
  sum: 'sha512-41CRIOgBtYAxY4+xBn+plXv87ghuv0kVcdTUOFcVdf2cwQMY8u+g6DJ9hX9JiSdlX3xVFpW2UFlx7xRUTx5I5g==',
  file: 'dist/cli.js',
}

export const claudeCodeRouter: Contender = {
  name: 'claude-code-router',
  about: `[claude-code-router](https://www.npmjs.com/package/@musistudio/claude-code-router) ${PACKAGE.version} from npm, as its README says, with the transformer \`Anthropic\`, logs off. 3.1.1 could not be measured: it needs \`@the-next-ai/ai-gateway\`, which the registry does not have`,
  failsOver: false,
  isYardstick: false,
  start: async ({ endpoints, home, port }) => {
    const program = cachedPackage(`claude-code-router-${PACKAGE.version}`, PACKAGE)
    const folder = join(home, '.claude-code-router')
    mkdirSync(folder)
    const values = { port: String(port), endpoint: endpoints[0] ?? '' }
    writeFileSync(join(folder, 'config.json'), filledIn(new URL('config.json', import.meta.url), values))
    return { pid: await launch({ command: process.execPath, args: [program, 'start'], home, port }) }
  },
}
