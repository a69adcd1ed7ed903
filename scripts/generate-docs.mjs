// Writes what scripts/generated-docs.mjs makes of the sources, and takes away schemas that nothing makes any more.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated-docs.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = await generatedFiles()
mkdirSync(path.join(root, 'docs/schemas'), { recursive: true })
for (const name of readdirSync(path.join(root, 'docs/schemas'))) {
  if (!files.has(`docs/schemas/${name}`)) rmSync(path.join(root, 'docs/schemas', name))
}
for (const [name, text] of files) writeFileSync(path.join(root, name), text)
