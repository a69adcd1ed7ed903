import { passThrough } from './pass-through.mjs'
import { prepareWorkspace } from './prepare-workspace.mjs'

prepareWorkspace({ build: false })
passThrough('scripts/generate-docs.mjs', process.argv.slice(2))
