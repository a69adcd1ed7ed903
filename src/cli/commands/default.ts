import { setDefaultProfile } from '../../core/config/changes.ts'
import { defaultProfileOf, tieredProfiles, type Document } from '../../core/config/document.ts'
import { applyChange, configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { printJson, reportChange } from '../report.ts'
import type { DefaultShape } from '../shapes/default.ts'

/** Shows the profile that serves the root URL while none has a tier or, with a name, makes that one it. */
export async function defaultProfile(context: Context, name: string | undefined): Promise<void> {
  const { json, output, say } = context
  if (name !== undefined) {
    const applied = await applyChange(context, setDefaultProfile(name), `default ${name}`)
    const { document } = applied.configuration
    reportChange<DefaultShape>(context, applied, say('profile.default-set', { name }), shown(document))
    noteTiers(context, document)
    return
  }
  const { document, number: version } = await configurationOf(context)
  const { default: current, why } = shown(document)
  if (json) printJson<DefaultShape>(context, { version, changed: false, default: current, why })
  else if (current !== null) output.data(current)
  if (why === 'first') output.note(say('profile.default-is-first'))
  if (why === 'none') output.note(say('profile.none'))
  noteTiers(context, document)
}

/** Whoever sets a default profile expects it to serve. */
function noteTiers({ output, say }: Context, document: Document): void {
  if (tieredProfiles(document).length > 0) output.note(say('profile.default-not-active'))
}

function shown(document: Document): Pick<DefaultShape, 'default' | 'why'> {
  const profile = defaultProfileOf(document)
  if (profile === null) return { default: null, why: 'none' }
  return { default: profile.name, why: profile.name === document.defaultProfile ? 'chosen' : 'first' }
}
