/**
 * A process that is killed at its work on settings of Claude Code:
 * `node settings-child.ts FOLDER WHAT NUMBER` ends by SIGKILL right before its
 * operation of that number; of a write, half is done.
 */
import { writeSync } from 'node:fs'
import { countedFiles } from './counted-files.ts'
import { steps, type StepName } from './settings-steps.ts'
import { settingsRig } from './settings-rig.ts'

const [folder = '', what = '', number = '0'] = process.argv.slice(2)

const files = countedFiles((count, name, args) => {
  if (count !== Number(number)) return
  const [fd, bytes] = args
  if (name === 'writeSync')
    writeSync(fd as number, (bytes as Buffer).subarray(0, (bytes as Buffer).length / 2))
  process.kill(process.pid, 'SIGKILL')
})
steps[what as StepName](settingsRig(folder, files))
