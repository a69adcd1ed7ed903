import type { Refusal } from '../core/config/changes.ts'
import type { Document } from '../core/config/document.ts'
import { nearest } from '../core/nearest.ts'
import { AppError } from '../errors/app-error.ts'
import type { Say } from './texts.ts'

/** A change that `document` does not take, as the error that ends a command: what is wrong and what to do next. */
export function refusalError(refusal: Refusal, document: Document, say: Say): AppError {
  const { name } = refusal
  switch (refusal.why) {
    case 'no-profile':
      return new AppError('no-such-thing', unknownProfile(name, document, say))
    case 'no-endpoint':
      return new AppError('no-such-thing', unknownEndpoint(name, document, say))
    case 'name-taken':
      return new AppError('conflict', say('refusal.name-taken', { name }))
    case 'in-use': {
      const key = name.includes('/') ? 'refusal.in-use' : 'refusal.in-use-cascade'
      return new AppError('conflict', say(key, { name, by: refusal.by.join(', ') }))
    }
    case 'nothing-to-reuse':
      return new AppError('usage', say('refusal.nothing-to-reuse', { name }))
    case 'ambiguous':
      return new AppError('usage', say('refusal.ambiguous', { name, choices: refusal.choices.join(', ') }))
    case 'circle':
      return new AppError('usage', say('refusal.circle', { name }))
    case 'reused-target':
      return new AppError('usage', say('refusal.reused-target', { name, from: refusal.from }))
  }
}

function unknownProfile(name: string, { profiles }: Document, say: Say): string {
  const near = nearest(
    name,
    profiles.map((profile) => profile.name),
  )
  return `${say('refusal.no-profile', { name })}\n${next(near, 'refusal.see-profiles', say)}`
}

/** The nearest one of the profile that `name` begins with, else of all that there are. */
function unknownEndpoint(name: string, { profiles }: Document, say: Say): string {
  const [profileName] = name.split('/')
  const within = profiles.filter((profile) => profile.name === profileName)
  const names = (within.length > 0 ? within : profiles).flatMap((profile) => [
    ...(within.length > 0 ? [] : [profile.name]),
    ...profile.endpoints.map((entry) => `${profile.name}/${entry.name}`),
  ])
  return `${say('refusal.no-endpoint', { name })}\n${next(nearest(name, names), 'refusal.see-endpoints', say)}`
}

const next = (near: string | null, otherwise: 'refusal.see-profiles' | 'refusal.see-endpoints', say: Say) =>
  near === null ? say(otherwise) : say('refusal.did-you-mean', { name: near })
