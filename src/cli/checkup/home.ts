/** The folder that everything of QCC's own lies in. */
import { accessSync, constants, statSync } from 'node:fs'
import type { Say } from '../texts.ts'
import { fault, well, type Finding } from './finding.ts'

export type HomeLook =
  | { readonly kind: 'missing' }
  | { readonly kind: 'no-folder' }
  | {
      readonly kind: 'folder'
      /** Whether others than its owner may enter it; never on Windows, which has other means. */
      readonly isOpen: boolean
      readonly isMine: boolean
      readonly isWritable: boolean
    }

/** As it is on disk now. */
export function lookAtHome(home: string): HomeLook {
  const found = statSync(home, { throwIfNoEntry: false })
  if (found === undefined) return { kind: 'missing' }
  if (!found.isDirectory()) return { kind: 'no-folder' }
  const me = process.getuid?.()
  const isOpen = me !== undefined && (found.mode & 0o077) !== 0
  return { kind: 'folder', isOpen, isMine: me === undefined || found.uid === me, isWritable: mayUse(home) }
}

function mayUse(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function homeFindings(home: string, look: HomeLook, say: Say): readonly Finding[] {
  const values = { home }
  if (look.kind === 'missing') return [fault('home', 'home-missing', say('doctor.home-missing', values))]
  if (look.kind === 'no-folder')
    return [fault('home', 'home-no-folder', say('doctor.home-no-folder', values))]
  const faults = [
    ...(look.isMine ? [] : [fault('home', 'home-of-another', say('doctor.home-of-another', values))]),
    ...(look.isWritable ? [] : [fault('home', 'home-read-only', say('doctor.home-read-only', values))]),
    ...(look.isOpen ? [fault('home', 'home-open', say('doctor.home-open', values))] : []),
  ]
  return faults.length > 0 ? faults : [well('home', home)]
}
