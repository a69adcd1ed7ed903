import { useState } from 'preact/hooks'
import {
  addProfile,
  describeProfile,
  removeProfile,
  renameProfile,
  setStrategy,
  type Change,
} from '../../../src/core/config/changes.ts'
import { tierOf, type Profile } from '../../../src/core/config/document.ts'
import { document, schema, step } from '../../draft/draft.ts'
import { FormField } from '../../draft/form-field.tsx'
import { refusalText } from '../../draft/refusal-text.ts'
import { inOrder } from '../../draft/steps.ts'
import { say } from '../../language.ts'
import { Question } from '../../parts/dialog.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { laneText } from './lane-text.ts'
import { checked, type FieldFaults } from './checked.ts'
import { OtherFaults } from './other-faults.tsx'
import { LANES, namesIn, placeProfile, type LaneName } from './moves.ts'

interface Asked {
  /** Null for a new one. */
  readonly name: string | null
  /** Where a new one goes. */
  readonly lane: LaneName
  readonly onClose: () => void
}

/** A profile, new or known: its values, its tier, and a way to remove it. */
export function ProfileDialog({ lane, name, onClose }: Asked) {
  const known = document.value.profiles.find((one) => one.name === name) ?? null
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(known === null ? {} : { ...known })
  const knownLane = known === null ? lane : (tierOf(document.value, known.name) ?? 'none')
  const [wantedLane, setLane] = useState<LaneName>(knownLane)
  const [faults, setFaults] = useState<FieldFaults>({})
  const done = async () => {
    const wanted = profileFrom(values)
    const change = known === null ? added(wanted, wantedLane) : edited(known, wanted, knownLane, wantedLane)
    const found = await checked(change, profilePath(wanted.name))
    setFaults(found)
    if (Object.keys(found).length > 0) return false
    const refusal = step(change)
    if (refusal !== null) setFaults({ '': refusalText(refusal) })
    return refusal === null
  }
  return (
    <Question
      title={name === null ? say('config.add-profile') : say('config.profile', { name })}
      action={say('config.take-over')}
      onClose={onClose}
      onDo={done}
    >
      {(schema.value?.profile ?? []).map((field) => (
        <FormField
          key={field.key}
          field={field}
          value={values[field.key]}
          fault={faults[field.key]}
          onChange={(value) => {
            setValues({ ...values, [field.key]: value })
          }}
        />
      ))}
      <ChoiceField
        label={say('config.tier')}
        value={wantedLane}
        choices={LANES.map((one) => ({ value: one, text: laneText(one) }))}
        onChoose={(chosen) => {
          setLane(LANES.find((one) => one === chosen) ?? 'none')
        }}
      />
      <OtherFaults faults={faults} fields={schema.value?.profile ?? []} />
      {known !== null && (
        <button
          type="button"
          class="grave"
          onClick={() => {
            const refusal = step(removeProfile(known.name, false))
            if (refusal === null) onClose()
            else setFaults({ '': refusalText(refusal) })
          }}
        >
          {say('config.remove', { name: known.name })}
        </button>
      )}
    </Question>
  )
}

const profilePath = (name: string) => (made: { readonly profiles: readonly Profile[] }) => [
  'profiles',
  made.profiles.findIndex((one) => one.name === name),
]

type Wanted = Pick<Profile, 'name' | 'description' | 'strategy'>

/** What is not valid stays as it is: the proxy says what is wrong with it. */
const profileFrom = ({ description, name, strategy }: Readonly<Record<string, unknown>>): Wanted => ({
  name: typeof name === 'string' ? name.trim() : '',
  description: description as string | undefined,
  strategy: strategy as Profile['strategy'],
})

const added = (wanted: Wanted, lane: LaneName): Change =>
  inOrder([addProfile({ ...defined(wanted), endpoints: [] }), moved(wanted.name, lane)])

const edited = (known: Profile, wanted: Wanted, from: LaneName, to: LaneName): Change =>
  inOrder([
    ...(wanted.name === known.name ? [] : [renameProfile(known.name, wanted.name)]),
    describeProfile(wanted.name, wanted.description ?? ''),
    setStrategy(wanted.name, wanted.strategy ?? null),
    ...(from === to ? [] : [moved(wanted.name, to)]),
  ])

const moved =
  (name: string, lane: LaneName): Change =>
  (made) =>
    placeProfile(name, lane, namesIn(made, lane).length)(made)

function defined({ description, name, strategy }: Wanted): Wanted {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(strategy === undefined ? {} : { strategy }),
  }
}
