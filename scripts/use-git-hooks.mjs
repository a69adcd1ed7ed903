// Run by npm after an install. A copy that is not a git checkout (an archive, a container layer) has no hooks to set.
import { spawnSync } from 'node:child_process'

const inside = spawnSync('git', ['rev-parse', '--show-prefix'], { encoding: 'utf8' })
if (inside.status === 0 && inside.stdout.trim() === '') {
  spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' })
}
