import { say } from '../../language.ts'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import type { EndpointField } from './entry-values.ts'

/** `kept`: as it is. `new`: the key itself, which only the proxy keeps. `reference`: where it is. */
export interface GivenKey {
  readonly kind: 'kept' | 'new' | 'reference'
  readonly text: string
}

const KINDS = ['kept', 'new', 'reference'] as const

interface Asked {
  readonly field: EndpointField
  readonly given: GivenKey
  /** The reference that stands there now. */
  readonly known: string | undefined
  readonly fault: string | undefined
  readonly onChange: (given: GivenKey) => void
}

/** A key: pasted, or where it is. What was stored once is never shown. */
export function KeyField({ fault, field, given, known, onChange }: Asked) {
  const kinds = KINDS.filter((kind) => kind !== 'kept' || known !== undefined)
  return (
    <>
      <ChoiceField
        label={field.label}
        value={given.kind}
        fault={given.kind === 'kept' ? fault : undefined}
        choices={kinds.map((kind) => ({ value: kind, text: say(`key.${kind}`, { reference: known ?? '' }) }))}
        onChoose={(chosen) => {
          onChange({ kind: KINDS.find((one) => one === chosen) ?? 'new', text: '' })
        }}
      />
      {given.kind === 'new' && (
        <TextField
          type="password"
          label={say('key.itself')}
          help={say('key.meaning')}
          fault={fault}
          value={given.text}
          onInput={(text) => {
            onChange({ kind: 'new', text })
          }}
        />
      )}
      {given.kind === 'reference' && (
        <TextField
          label={say('key.where')}
          help={say('key.where-meaning')}
          fault={fault}
          value={given.text}
          onInput={(text) => {
            onChange({ kind: 'reference', text })
          }}
        />
      )}
    </>
  )
}
