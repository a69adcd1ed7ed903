import { prepareWorkspace } from './prepare-workspace.mjs'

prepareWorkspace()
