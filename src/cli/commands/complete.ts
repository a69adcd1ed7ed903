import tab, { type Complete } from '@bomb.sh/tab'
import type { Command, Option } from 'commander'
import type { Document } from '../../core/config/document.ts'
import { FOREIGN } from '../../core/foreign/found.ts'
import { TIERS } from '../../core/model.ts'
import { ITEM_STATES } from '../../core/queue/item.ts'
import { VENDORS } from '../../core/vendors/list.ts'
import { settingKeys, SETTINGS, STRATEGIES, SYNC_BACKENDS } from '../../settings/schema.ts'
import { configurationOf } from '../apply.ts'
import { AppError } from '../../errors/app-error.ts'
import type { Context } from '../context.ts'
import { ENDINGS } from '../../views/endings.ts'
import { keptItems } from '../../views/queue-view.ts'
import { SCENARIOS } from '../scenario-names.ts'
import { SHELLS } from '../shells.ts'

/**
 * Answers a shell that asks how `words`, all behind the program's name, may go
 * on; one proposal a line. The library knows the protocol, the tree of commands
 * is ours: its own adapter for commander speaks English, knows global options
 * at the root only, and no names of profiles.
 */
export async function complete(context: Context, program: Command, words: readonly string[]): Promise<void> {
  const document = await documentOf(context)
  const argumentsOf: Readonly<Record<string, readonly string[]>> = {
    ...namesByArgument(document, words),
    token: await tokenNames(context, words),
    item: await itemIds(context, words),
    request: await requestIds(context, words),
  }
  const optionsOf = namesByOption(document, words)
  for (const { command, path } of tree(program, '')) {
    const node = path === '' ? tab : tab.command(path, command.description())
    for (const option of [...command.options, ...(command === program ? [] : program.options)]) {
      const names = optionsOf[option.attributeName()] ?? []
      declareOption(node, option, names)
    }
    for (const argument of command.registeredArguments) {
      const names = argumentsOf[argument.name()] ?? []
      node.argument(argument.name(), (propose) => proposeAll(propose, names), argument.variadic)
    }
  }
  tab.parse([...words])
}

/** Without a readable store commands and options can still be completed. */
async function documentOf(context: Context): Promise<Document> {
  try {
    return (await configurationOf(context)).document
  } catch (error) {
    if (error instanceof AppError) return { profiles: [], settings: {} }
    throw error
  }
}

/** Read only where one may stand: a shell asks at every key. */
async function tokenNames(context: Context, words: readonly string[]): Promise<readonly string[]> {
  if (!words.includes('revoke')) return []
  try {
    return (await (await context.store()).clientTokens.all()).map(({ name }) => name)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** What is over cannot be sent again. */
async function itemIds(context: Context, words: readonly string[]): Promise<readonly string[]> {
  if (!words.includes('queue')) return []
  try {
    const items = await keptItems(await context.queue(), words.includes('retry') ? ['pending'] : undefined)
    return items.map(({ id }) => id)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** Of the newest ones; older ones are too many to choose from. */
async function requestIds(context: Context, words: readonly string[]): Promise<readonly string[]> {
  if (!words.includes('explain')) return []
  try {
    const batches = (await (await context.keptHistory())?.requests.batches(null, 20)) ?? []
    return ['last', ...batches.flatMap(({ trails }) => trails.map(({ request }) => request).reverse())]
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** What an argument of each name can be. */
function namesByArgument(
  { profiles }: Document,
  words: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const named = profiles.find(({ name }) => words.slice(0, -1).includes(name))
  return {
    profile: profiles.map(({ name }) => name),
    id: named?.endpoints.map(({ name }) => name) ?? [],
    // Not a setting, but shown like one.
    key: words.includes('get') ? [...settingKeys, 'routing.rules'] : settingKeys,
    endpoint: profiles.flatMap(({ endpoints, name }) => [
      name,
      ...endpoints.map((entry) => `${name}/${entry.name}`),
    ]),
    tier: [...TIERS, 'none'],
    shell: SHELLS,
    scenario: SCENARIOS,
    backend: SYNC_BACKENDS,
    vendor: VENDORS.map(({ id }) => id),
  }
}

/** What can stand behind each option. */
function namesByOption(
  { profiles }: Document,
  words: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const names = profiles.map(({ name }) => name)
  const endpoints = profiles.flatMap((profile) =>
    profile.endpoints.map(({ name }) => `${profile.name}/${name}`),
  )
  return {
    profile: names,
    fromProfile: [...names, ...endpoints],
    auth: ['x-api-key', 'bearer', 'both'],
    lang: ['en', 'zh'],
    vendor: VENDORS.map(({ id }) => id),
    attribution: ['on', 'off'],
    from: FOREIGN,
    storage: SYNC_BACKENDS,
    strategy: words.includes('queue') ? SETTINGS['queue.strategy'].choices : STRATEGIES,
    state: ITEM_STATES,
    endpoint: [...names, ...endpoints],
    ending: ENDINGS,
  }
}

type Node = Pick<typeof tab, 'option'>

function declareOption(node: Node, option: Option, names: readonly string[]): void {
  const name = (option.long ?? '').replace(/^--/, '')
  const alias = option.short?.replace(/^-/, '')
  const takesValue = option.required || option.optional
  if (takesValue) node.option(name, option.description, (propose) => proposeAll(propose, names), alias)
  else if (alias === undefined) node.option(name, option.description)
  else node.option(name, option.description, alias)
}

function proposeAll(propose: Complete, names: readonly string[]): void {
  for (const name of names) propose(name, '')
}

interface Branch {
  readonly command: Command
  /** Names of the commands down to it, with spaces between. */
  readonly path: string
}

/** The command and all below it that people can see. */
function tree(command: Command, path: string): readonly Branch[] {
  const visible = command.createHelp().visibleCommands(command)
  return [{ command, path }, ...visible.flatMap((below) => tree(below, `${path} ${below.name()}`.trim()))]
}
