import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { claudeSettings, type ClaudeSettings, type UseWish } from '../../src/claude/claude-settings.ts'
import { realFiles, type FileOperations } from '../../src/claude/file-operations.ts'
import { journalFolder } from '../../src/claude/use-journal.ts'
import { holdFile } from '../../src/store/hold-file.ts'

const CORPUS = join(import.meta.dirname, '..', 'data', 'claude-settings')

/** Settings of Claude Code as people have them, by name. */
export const corpus: readonly (readonly [name: string, bytes: Buffer])[] = readdirSync(CORPUS).map((name) => [
  name.replace('.json', ''),
  readFileSync(join(CORPUS, name)),
])

/** Where settings lie in the folder of a test. */
export const settingsIn = (folder: string): string => join(folder, 'user', '.claude', 'settings.json')

/** `use` and `undo` for the settings in a folder, with QCC's home beside them. */
export function settingsRig(
  folder: string,
  files: FileOperations = realFiles,
  { file = settingsIn(folder), home = join(folder, 'qcc') } = {},
): ClaudeSettings {
  const journals = journalFolder(home)
  return claudeSettings({
    ...{ files, folder: journals, file, now: () => 1 },
    hold: () => holdFile(join(journals, 'lock')),
  })
}

/** What a use through the proxy sets. */
export const THROUGH_PROXY: UseWish = {
  variables: {
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860',
    ANTHROPIC_AUTH_TOKEN: 'proxy-managed',
    ANTHROPIC_API_KEY: null,
  },
  about: { kind: 'proxy', profile: null },
  isDryRun: false,
}

/** Puts settings there, as a plain file or behind a link. */
export function placeSettings(folder: string, bytes: Buffer, { mode = 0o644, isLink = false } = {}): void {
  const file = settingsIn(folder)
  mkdirSync(dirname(file), { recursive: true })
  const target = isLink ? join(folder, 'dotfiles', 'claude.json') : file
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, bytes)
  chmodSync(target, mode)
  if (isLink) symlinkSync(join('..', '..', 'dotfiles', 'claude.json'), file)
}

/** All that is in the person's folders: each path with its kind, mode and content. */
export function everythingIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .filter((name) => !name.startsWith('qcc'))
    .map((name) => {
      const place = join(folder, name)
      if (lstatSync(place).isSymbolicLink()) return `${name} link`
      const { mode } = statSync(place)
      return `${name} ${(mode & 0o7777).toString(8)} ${statSync(place).isFile() ? readFileSync(place, 'base64') : ''}`
    })
}
