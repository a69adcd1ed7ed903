import { useEffect, useState } from 'preact/hooks'
import { say } from '../../language.ts'
import { ChoiceField, TextField, type Choice } from '../../parts/field.tsx'
import { status } from '../../state.ts'
import { profileOf } from '../overview/lane-order.ts'
import {
  clearFilters,
  filterBy,
  isFiltered,
  type FilterName,
  type Filters as Chosen,
} from './filter-query.ts'

const ENDINGS = ['served', 'passed', 'refused', 'broken', 'cancelled', 'accepted'] as const
/** In ms. */
const DURATIONS = ['1000', '5000', '10000', '30000', '60000'] as const
const TYPED_MS = 300

/** Which requests are listed. */
export function Filters({ filters }: { readonly filters: Chosen }) {
  const endpoints = (status.value?.endpoints ?? []).map(({ name }) => name)
  const profiles = [...new Set(endpoints.map(profileOf))]
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
      }}
    >
      <Choose
        name="ending"
        filters={filters}
        choices={ENDINGS.map((one) => ({ value: one, text: say(`end.${one}`) }))}
      />
      <Choose name="profile" filters={filters} choices={profiles.map(plain)} />
      <Choose name="endpoint" filters={filters} choices={endpoints.map(plain)} />
      <Choose
        name="minMs"
        filters={filters}
        choices={DURATIONS.map((ms) => ({ value: ms, text: `≥ ${String(Number(ms) / 1_000)} s` }))}
      />
      <Model value={filters.model ?? ''} />
      <button type="button" disabled={!isFiltered(filters)} onClick={clearFilters}>
        {say('filter.clear')}
      </button>
    </form>
  )
}

const plain = (name: string): Choice => ({ value: name, text: name })

function Choose(props: {
  readonly name: Exclude<FilterName, 'model'>
  readonly filters: Chosen
  readonly choices: readonly Choice[]
}) {
  const { choices, filters, name } = props
  const value = filters[name] ?? ''
  const known =
    value === '' || choices.some((one) => one.value === value) ? choices : [...choices, plain(value)]
  return (
    <ChoiceField
      label={say(`filter.${name}`)}
      value={value}
      choices={[{ value: '', text: say('filter.all') }, ...known]}
      onChoose={(chosen) => {
        filterBy(name, chosen)
      }}
    />
  )
}

/** Waits until somebody has typed to the end. */
function Model({ value }: { readonly value: string }) {
  const [typed, setTyped] = useState(value)
  useEffect(() => {
    setTyped(value)
  }, [value])
  useEffect(() => {
    if (typed.trim() === value) return undefined
    const timer = setTimeout(() => {
      filterBy('model', typed.trim())
    }, TYPED_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [typed, value])
  return <TextField label={say('filter.model')} type="search" value={typed} onInput={setTyped} />
}
