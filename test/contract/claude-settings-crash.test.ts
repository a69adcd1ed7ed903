// Whoever is killed at `use` or `undo` leaves the old settings or the new ones, and the next start ends the step.
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { InUse } from '../../src/claude/claude-settings.ts'
import { journalFolder } from '../../src/claude/use-journal.ts'
import { countedFiles } from '../support/counted-files.ts'
import { sharedFolder, temporaryFolder } from '../support/qcc.ts'
import { corpus, everythingIn, placeSettings, settingsIn, settingsRig } from '../support/settings-rig.ts'
import { steps, type StepName } from '../support/settings-steps.ts'

const CHILD = fileURLToPath(new URL('../support/settings-child.ts', import.meta.url))
const cache = join(sharedFolder(), 'compiled')

function killedAt(folder: string, what: StepName, number: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [CHILD, folder, what, String(number)], {
    ...{ stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: cache } },
  })
  return new Promise((resolve, reject) =>
    child.on('error', reject).on('close', (_, signal) => {
      resolve(signal)
    }),
  )
}

interface Case {
  readonly what: StepName
  /** What was done before. */
  readonly before: readonly StepName[]
  /** Whether there is a file; there is a folder for it then. */
  readonly isThere: boolean
}

const [, bytes = Buffer.from('')] = corpus.find(([name]) => name === 'both-credentials') ?? []

/** Makes the state before a step. */
function staged({ before, isThere }: Case): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'user'))
  if (isThere) placeSettings(folder, bytes, { isLink: true })
  for (const step of before) steps[step](settingsRig(folder))
  return folder
}

const textIn = (folder: string): string | null => {
  try {
    return readFileSync(settingsIn(folder), 'utf8')
  } catch {
    return null
  }
}

interface State {
  readonly files: readonly string[]
  readonly text: string | null
  readonly inUse: readonly InUse[]
}

/** The names of the operations of a step, and what it leads from and to. */
interface Looked {
  readonly names: readonly string[]
  readonly old: State
  readonly made: State
}

function looked(one: Case): Looked {
  const folder = staged(one)
  const state = (): State => ({
    files: everythingIn(folder),
    text: textIn(folder),
    inUse: here(settingsRig(folder).inUse()),
  })
  const names: string[] = []
  const old = state()
  steps[one.what](
    settingsRig(
      folder,
      countedFiles((_, name) => names.push(name)),
    ),
  )
  return { names, old, made: state() }
}

/** Without the folder of the test. */
const here = (found: readonly InUse[]): readonly InUse[] =>
  found.map((one) => ({ ...one, file: basename(one.file) }))

async function killedAndHealed(one: Case, number: number, { made, names, old }: Looked): Promise<void> {
  const folder = staged(one)
  const at = `killed at operation ${String(number)} (${names[number - 1] ?? 'none'})`
  expect(await killedAt(folder, one.what, number), at).toBe('SIGKILL')
  expect([old.text, made.text], at).toContain(textIn(folder))
  const isNew = textIn(folder) === made.text

  const settings = settingsRig(folder)
  const inUse = here(settings.inUse())
  const healed = settings.heal().map(({ how, what }) => `${what} ${how}`)
  if (healed.length > 0) {
    expect(healed, at).toEqual([
      `${one.what === 'undo' ? 'undo' : 'use'} ${isNew ? 'finished' : 'taken-back'}`,
    ])
  }
  expect(everythingIn(folder), at).toEqual(isNew ? made.files : old.files)
  expect([inUse, here(settings.inUse()), settings.heal()], at).toEqual([
    isNew ? made.inUse : old.inUse,
    inUse,
    [],
  ])

  // Whatever it came to, the same can be done now, and an undo leads back to the first.
  steps[one.what](settings)
  expect(everythingIn(folder), at).toEqual(made.files)
  settings.undo(false)
  expect(everythingIn(folder), at).toEqual(everythingIn(staged({ ...one, before: [] })))
  expect(readdirSync(journalFolder(join(folder, 'qcc'))), at).toEqual(['lock'])
}

test.each<Case>([
  { what: 'use', before: [], isThere: true },
  { what: 'use', before: [], isThere: false },
  { what: 'use-again', before: ['use'], isThere: true },
  { what: 'undo', before: ['use'], isThere: true },
  { what: 'undo', before: ['use', 'use-again'], isThere: false },
])(
  '$what after $before, where a file is there: $isThere',
  async (one) => {
    const seen = looked(one)
    expect(seen.names.length).toBeGreaterThan(15)
    for (let number = 1; number <= seen.names.length; number += 2) {
      const both = [number, number + 1].filter((each) => each <= seen.names.length)
      await Promise.all(both.map((each) => killedAndHealed(one, each, seen)))
    }
    // None was left out.
    expect(await killedAt(staged(one), one.what, seen.names.length + 1)).toBeNull()
  },
  240_000,
)
