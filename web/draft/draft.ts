/**
 * A change of the configuration that is not saved yet. It is kept as the steps
 * that make it, so that it can be made again on top of a version that somebody
 * else has stored meanwhile.
 */
import { computed, effect, signal } from '@preact/signals'
import type { Change, Refusal } from '../../src/core/config/changes.ts'
import type { Document } from '../../src/core/config/document.ts'
import type { ConfigurationAnswer } from '../../src/admin/contract/configuration.ts'
import type { SchemaAnswer } from '../../src/admin/contract/form.ts'
import { failureText } from '../parts/reading.tsx'
import { read, type Answer } from '../api.ts'
import { lang } from '../language.ts'
import { hasDraft } from '../state.ts'
import { after, withStep, type Step } from './steps.ts'

/** The version that steps are made on, and what it looked like. */
export const stored = signal<ConfigurationAnswer | null>(null)
/** What forms are made from, in the language of the page. */
export const schema = signal<SchemaAnswer | null>(null)
/** Why they could not be read; null when they could. */
export const fault = signal<string | null>(null)
/** A newer version than `stored`, which is only taken over by itself while there is nothing to lose. */
export const newer = signal<number | null>(null)
export const steps = signal<readonly Step[]>([])

const EMPTY: Document = { profiles: [], settings: {} }

const outcome = computed(() => after(stored.value?.document ?? EMPTY, steps.value))

/** As it would be. */
export const document = computed(() => outcome.value.document)
/** Steps that the newest version does not take any more. */
export const refusals = computed(() => outcome.value.refusals)
export const isChanged = computed(
  () => JSON.stringify(document.value) !== JSON.stringify(stored.value?.document ?? EMPTY),
)

/** Other pages keep the draft; with a reload it would be gone. */
const warn = (event: BeforeUnloadEvent): void => {
  event.preventDefault()
}
effect(() => {
  hasDraft.value = isChanged.value
  if (isChanged.value) addEventListener('beforeunload', warn)
  else removeEventListener('beforeunload', warn)
})

/** Takes a step. `about` names what it changes: a later step about the same takes the place of an earlier one; null for one that stands by itself. */
export function step(change: Change, about: string | null = null): Refusal | null {
  const next = withStep(steps.value, { change, about })
  const { refusals: found } = after(stored.value?.document ?? EMPTY, next)
  const [refusal = null] = found.slice(refusals.value.length)
  if (refusal === null) steps.value = next
  return refusal
}

export function undoStep(): void {
  steps.value = steps.value.slice(0, -1)
}

export function discard(): void {
  steps.value = []
  if (newer.value !== null) void load()
}

/** Reads the newest version; steps that were made are made again on top of it. */
export async function load(): Promise<void> {
  const answers = await Promise.all([
    read<ConfigurationAnswer>('configuration', { lang: lang.value }),
    schema.value?.lang === lang.value ? null : read<SchemaAnswer>('schema', { lang: lang.value }),
  ])
  const [configuration, form] = answers
  fault.value = failureOf(configuration) ?? failureOf(form)
  if (form?.kind === 'ok') schema.value = form.value
  if (configuration.kind !== 'ok') return
  stored.value = configuration.value
  newer.value = null
}

/** Somebody has stored version `number`. */
export function onStored(number: number): void {
  if (stored.value === null || number <= stored.value.number) return
  if (isChanged.value) newer.value = number
  else void load()
}

const failureOf = (answer: Answer<unknown> | null): string | null =>
  answer === null || answer.kind === 'ok' ? null : failureText(answer)
