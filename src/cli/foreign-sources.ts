import { recognised } from '../core/foreign/recognised.ts'
import { FOREIGN, type ForeignProgram } from '../core/foreign/found.ts'
import { isLoopbackName } from '../core/loopback.ts'
import { AppError } from '../errors/app-error.ts'
import type { ForeignFile, ForeignFiles } from '../ports/foreign-files.ts'
import type { Context } from './context.ts'
import type { Source } from './import-plan.ts'

/**
 * What there is of other programs: in `file`, of `program`, or, where neither
 * is given, wherever one of them keeps its own. From here on no key of theirs
 * can be printed.
 */
export async function foreignSources(
  context: Context,
  program: ForeignProgram | null,
  file: string | undefined,
): Promise<readonly Source[]> {
  const { redactor } = context
  const files = await context.foreign()
  const isOwn = await ownUrls(context)
  const sources =
    file === undefined
      ? (program === null ? FOREIGN : [program]).flatMap((one) => kept(files, one, isOwn))
      : given(context, files.read(file), { program, file }, isOwn)
  for (const { found } of sources) {
    for (const { endpoints } of found.profiles) {
      for (const { key } of endpoints) if (key.kind === 'key') redactor.learn(key.key)
    }
  }
  return sources
}

function given(
  { say }: Context,
  content: ForeignFile | null,
  { file, program }: { readonly file: string; readonly program: ForeignProgram | null },
  isOwn: (url: string) => boolean,
): readonly Source[] {
  if (content === null) throw new AppError('no-such-thing', say('config.no-file', { file }))
  const what = recognised(content, program, isOwn)
  if (what !== null) return [{ ...what, file }]
  throw new AppError('failed', say('import.not-recognised', { file, program: program ?? FOREIGN.join(', ') }))
}

/** Of two forms of the same set-up the newest counts. */
function kept(
  files: ForeignFiles,
  program: ForeignProgram,
  isOwn: (url: string) => boolean,
): readonly Source[] {
  const found = files.placesOf(program).flatMap((file) => {
    const content = files.read(file)
    const what = content === null ? null : recognised(content, program, isOwn)
    return what === null ? [] : [{ ...what, file }]
  })
  return program === 'fastcc' ? found : found.slice(0, 1)
}

/** Whether a URL leads to the proxy of this home. */
async function ownUrls(context: Context): Promise<(url: string) => boolean> {
  const { settings } = await context.settings()
  const running = await context.proxy()
  const ports = [settings['proxy.port'], running === null ? null : Number(new URL(running.url).port)]
  return (url) => {
    if (!URL.canParse(url)) return false
    const { hostname, port } = new URL(url)
    return isLoopbackName(hostname) && ports.includes(Number(port))
  }
}
