import { passThrough } from './pass-through.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'

prepareWorkspace()
passThrough('bench/run.ts', process.argv.slice(2))
