import { spawnSync } from 'node:child_process'
import { childEnvironment, nodeBinary, prepareWorkspace, root } from './prepare-workspace.mjs'

prepareWorkspace({ build: false })
const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js'
// From the root, whatever folder npm was called in: the paths of stryker.config.js begin there.
const run = spawnSync(nodeBinary(), [stryker, 'run', ...process.argv.slice(2)], {
  cwd: root,
  env: childEnvironment(),
  stdio: 'inherit',
})
process.exitCode = run.status ?? 1
