import { passThrough } from './pass-through.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'

prepareWorkspace()
passThrough('dist/qcc.mjs', process.argv.slice(2))
