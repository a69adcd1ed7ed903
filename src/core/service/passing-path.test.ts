import { expect, test } from 'vitest'
import { isPassing } from './passing-path.ts'

test.each([
  ['/usr/bin/node', false],
  ['/usr/local/lib/node_modules/qcc/dist/qcc.mjs', false],
  ['/opt/homebrew/bin/qcc', false],
  ['/usr/lib/node-24/bin/node', false],
  ['/home/me/.nvm/versions/node/v24.1.0/bin/node', true],
  ['/home/me/.volta/tools/image/node/24.0.0/bin/node', true],
  ['/home/me/.local/share/fnm/node-versions/v22.19.0/installation/bin/node', true],
  ['/opt/homebrew/Cellar/node/24.1.0_1/bin/node', true],
  ['/home/me/x/.pnpm/qcc@1.2.3/node_modules/qcc/qcc.mjs', true],
  ['/home/me/.npm/_npx/0123abcd/node_modules/qcc/qcc.mjs', true],
  ['C:\\Users\\me\\nvm\\v24.1.0\\node.exe', true],
])('%s may go with an update: %s', (path, expected) => {
  expect(isPassing(path)).toBe(expected)
})
