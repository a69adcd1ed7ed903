import { useState } from 'preact/hooks'
import { addEndpoint, removeEndpoint, type Change } from '../../../src/core/config/changes.ts'
import { isReused, type Document, type EndpointEntry } from '../../../src/core/config/document.ts'
import type { KeyAnswer } from '../../../src/admin/contract/configuration.ts'
import { write } from '../../api.ts'
import { document, schema, step } from '../../draft/draft.ts'
import { FormField } from '../../draft/form-field.tsx'
import { refusalText } from '../../draft/refusal-text.ts'
import { say } from '../../language.ts'
import { Question } from '../../parts/dialog.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { failureText } from '../../parts/reading.tsx'
import { checked, type FieldFaults } from './checked.ts'
import { entryFrom, fieldsFor, idFrom, valuesOf, type EndpointField, type Values } from './entry-values.ts'
import { KeyField, type GivenKey } from './key-field.tsx'
import { OtherFaults } from './other-faults.tsx'
import { replaceEntry } from './replace-entry.ts'

interface Asked {
  readonly profile: string
  /** Null for a new one. */
  readonly id: string | null
  readonly onClose: () => void
}

/** What most endpoints need; the rest waits behind a word. */
const FIRST: ReadonlySet<string> = new Set(['name', 'baseUrl', 'credential', 'weight', 'enabled'])

/** An endpoint, new or known: its values, its key, and a way to remove it. */
export function EndpointDialog({ id, onClose, profile }: Asked) {
  const endpoints = document.value.profiles.find(({ name }) => name === profile)?.endpoints ?? []
  const known = endpoints.find((one) => one.id === id) ?? null
  const [values, setValues] = useState<Values>(valuesOf(known))
  const [key, setKey] = useState<GivenKey>({ kind: known === null ? 'new' : 'kept', text: '' })
  const [faults, setFaults] = useState<FieldFaults>({})
  const fields = schema.value?.endpoint ?? []
  const shown = fieldsFor(fields, values)
  const form = { values, key, faults, onKey: setKey, onValues: setValues }
  const done = async () => {
    const found = await takenOver({ profile, known, values, key, fields })
    if (found.reference !== null) {
      // The key itself is forgotten here as soon as it is kept there.
      setKey({ kind: 'reference', text: found.reference })
    }
    setFaults(found.faults)
    return Object.keys(found.faults).length === 0
  }
  return (
    <Question
      title={known === null ? say('config.add-endpoint-to', { name: profile }) : `${profile}/${known.name}`}
      action={say('config.take-over')}
      onClose={onClose}
      onDo={done}
    >
      {known === null && <FromField values={values} profile={profile} onChange={setValues} />}
      <Fields fields={shown.filter((field) => FIRST.has(field.key))} {...form} />
      <details>
        <summary>{say('config.more')}</summary>
        <div class="more-fields">
          <Fields fields={shown.filter((field) => !FIRST.has(field.key))} {...form} />
        </div>
      </details>
      <OtherFaults faults={faults} fields={shown} />
      {known !== null && (
        <button
          type="button"
          class="grave"
          onClick={() => {
            const refusal = step(removeEndpoint(known.id))
            if (refusal === null) onClose()
            else setFaults({ '': refusalText(refusal) })
          }}
        >
          {say('config.remove', { name: `${profile}/${known.name}` })}
        </button>
      )}
    </Question>
  )
}

interface Form {
  readonly values: Values
  readonly key: GivenKey
  readonly faults: FieldFaults
  readonly onKey: (key: GivenKey) => void
  readonly onValues: (values: Values) => void
}

function Fields({ fields, ...form }: Form & { readonly fields: readonly EndpointField[] }) {
  const { faults, key: given, onKey, onValues, values } = form
  return (
    <>
      {fields.map((field) =>
        field.key === 'credential' ? (
          <KeyField
            key={field.key}
            field={field}
            given={given}
            known={values['credential'] as string | undefined}
            fault={faults['credential']}
            onChange={onKey}
          />
        ) : (
          <FormField
            key={field.key}
            field={field}
            value={values[field.key]}
            fault={faults[field.key]}
            onChange={(value) => {
              onValues({ ...values, [field.key]: value })
            }}
          />
        ),
      )}
    </>
  )
}

/** Whether a new endpoint has a target of its own, or reuses one of another profile. */
function FromField(props: {
  readonly values: Values
  readonly profile: string
  readonly onChange: (values: Values) => void
}) {
  const { onChange, profile, values } = props
  const field = schema.value?.endpoint.find(({ key }) => key === 'from')
  const names = reusableNames(document.value, profile)
  if (field === undefined || names.length === 0) return null
  return (
    <ChoiceField
      label={field.label}
      value={(values['from'] as string | undefined) ?? ''}
      choices={[
        { value: '', text: say('config.own-target') },
        ...names.map((name) => ({ value: name, text: name })),
      ]}
      onChoose={(name) => {
        onChange({ ...values, from: name === '' ? undefined : name })
      }}
    />
  )
}

const reusableNames = ({ profiles }: Document, profile: string): readonly string[] =>
  profiles
    .filter(({ name }) => name !== profile)
    .flatMap(({ endpoints, name }) =>
      endpoints.filter((one) => !isReused(one)).map((one) => `${name}/${one.name}`),
    )

interface TakenOver {
  readonly faults: FieldFaults
  /** What stands for a key that was given, once it is kept; null where none was. */
  readonly reference: string | null
}

async function takenOver(asked: {
  readonly profile: string
  readonly known: EndpointEntry | null
  readonly values: Values
  readonly key: GivenKey
  readonly fields: readonly EndpointField[]
}): Promise<TakenOver> {
  const { fields, key, known, profile, values } = asked
  const reference = await referenceFor(key, values)
  if (reference.kind === 'failed') return { faults: { credential: reference.text }, reference: null }
  const id = known?.id ?? idFrom(crypto.getRandomValues(new Uint8Array(4)))
  const entry = entryFrom(id, { ...values, credential: reference.value }, fields)
  const change: Change = known === null ? addEndpoint(profile, entry) : replaceEntry(profile, entry)
  const kept = key.kind === 'new' && values['from'] === undefined ? (reference.value ?? null) : null
  const faults = await checked(change, (made) => pathOf(made, entry.id))
  if (Object.keys(faults).length > 0) return { faults, reference: kept }
  const refusal = step(change)
  return { faults: refusal === null ? {} : { '': refusalText(refusal) }, reference: kept }
}

/** A key is kept by the proxy before the document names it; the page never has it again. */
async function referenceFor(
  key: GivenKey,
  values: Values,
): Promise<
  | { readonly kind: 'found'; readonly value: string | undefined }
  | { readonly kind: 'failed'; readonly text: string }
> {
  if (values['from'] !== undefined) return { kind: 'found', value: undefined }
  if (key.kind === 'kept') return { kind: 'found', value: values['credential'] as string | undefined }
  const text = key.text.trim()
  if (text === '') return { kind: 'failed', text: say('key.missing') }
  if (key.kind === 'reference') return { kind: 'found', value: text }
  const answer = await write<KeyAnswer>('POST', 'keys', { key: text })
  return answer.kind === 'ok'
    ? { kind: 'found', value: answer.value.reference }
    : { kind: 'failed', text: failureText(answer) }
}

function pathOf({ profiles }: Document, id: string): readonly (string | number)[] {
  const profile = profiles.findIndex(({ endpoints }) => endpoints.some((one) => one.id === id))
  const endpoint = profiles[profile]?.endpoints.findIndex((one) => one.id === id) ?? -1
  return ['profiles', profile, 'endpoints', endpoint]
}
