import type { Refusal } from '../../src/core/config/changes.ts'
import { say } from '../language.ts'

/** Why a change cannot be made, in words. */
export function refusalText(refusal: Refusal): string {
  const { name } = refusal
  switch (refusal.why) {
    case 'in-use':
      return say('config.in-use', { name, by: refusal.by.join(', ') })
    case 'ambiguous':
    case 'nothing-to-reuse':
    case 'reused-target':
    case 'circle':
      return say('config.circle', { name })
    case 'no-profile':
    case 'no-endpoint':
      return say('config.gone', { name })
    case 'name-taken':
      return say('refusal.name-taken', { name })
  }
}
