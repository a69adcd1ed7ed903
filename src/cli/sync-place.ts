import { isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../errors/app-error.ts'
import type { Settings } from '../settings/schema.ts'
import type { Context } from './context.ts'
import { missing } from './missing.ts'

/** The folder, URL or gist that a person gives or chooses, or that is found by itself; `token`: for gists. */
export async function chosenPlace(
  context: Context,
  settings: Settings,
  given: string | undefined,
  token: string | null,
): Promise<string> {
  switch (settings['sync.backend']) {
    case 'folder':
      return given === undefined ? foundFolder(context) : wholePath(context, given)
    case 'git':
      return checkedUrl(
        context,
        given ?? (await asked(context, 'sync.setup.asks-url', 'qcc sync setup git URL')),
      )
    case 'gist':
      return given === undefined ? ownGist(context, settings, token) : gistId(given)
    case 'local':
      return ''
  }
}

/** Of QCC's own, in the folder of a service. */
const OWN = 'qcc'

async function foundFolder(context: Context): Promise<string> {
  const { output, say } = context
  const found = (await context.syncPlaces()).cloudFolders()
  const ask = await context.ask()
  const [only, ...others] = found
  if (ask === null) {
    if (only !== undefined && others.length === 0) {
      output.note(say('sync.setup.found-folder', { service: only.service, folder: only.folder }))
      return join(only.folder, OWN)
    }
    const folders = found.map(({ folder, service }) => `\n  ${folder} (${service})`).join('')
    throw new AppError(
      'usage',
      say(folders === '' ? 'sync.setup.no-folder' : 'sync.setup.folders', { folders }),
    )
  }
  const choices = [
    ...found.map(({ folder, service }) => ({
      value: join(folder, OWN),
      label: service,
      hint: join(folder, OWN),
    })),
    { value: '', label: say('sync.setup.other-folder') },
  ]
  const chosen = found.length === 0 ? '' : await ask.choose(say('sync.setup.which-folder'), choices)
  return chosen === '' ? wholePath(context, await ask.text(say('sync.setup.asks-folder'))) : chosen
}

function wholePath({ env }: Context, given: string): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? ''
  const path = given.startsWith('~/') ? join(home, given.slice(2)) : given
  return isAbsolute(path) ? path : resolve(path)
}

async function asked(context: Context, question: 'sync.setup.asks-url', usage: string): Promise<string> {
  const ask = await context.ask()
  if (ask === null) throw missing('PLACE', usage, context.say)
  return ask.text(context.say(question))
}

/** git would take what begins with `-` for an option; a password belongs to git's credential helper. */
function checkedUrl({ say }: Context, url: string): string {
  const holdsPassword = /^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url)
  if (holdsPassword) throw new AppError('usage', say('sync.setup.password-in-url'))
  if (url.trim() === '' || url.startsWith('-'))
    throw new AppError('usage', say('sync.setup.bad-url', { url }))
  return url.trim()
}

/** Also out of the address that a browser shows. */
const gistId = (given: string): string =>
  given
    .replace(/[#?].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1) ?? ''

/** The gist that another machine made with this token, else a new one. */
async function ownGist(context: Context, settings: Settings, token: string | null): Promise<string> {
  const { output, say } = context
  if (token === null) throw new AppError('usage', say('sync.setup.needs-token'))
  const account = (await context.syncPlaces()).gists(settings['sync.api'], token)
  const found = await account.find()
  if (found !== null) return found
  const id = await account.create()
  output.note(say('sync.setup.made-gist', { id }))
  return id
}
