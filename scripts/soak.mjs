import { passThrough } from './pass-through.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'

prepareWorkspace()
passThrough('test/soak/run.ts', process.argv.slice(2))
