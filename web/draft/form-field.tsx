/** A field made from what the proxy says of a value. */
import type { SchemaAnswer } from '../../src/admin/contract/form.ts'
import { say } from '../language.ts'
import { ChoiceField, SwitchField, TextField } from '../parts/field.tsx'
import { fromText, textOf } from './form-text.ts'

export type FieldDescription = Omit<SchemaAnswer['profile'][number], never>

interface Filled {
  readonly field: FieldDescription
  /** Undefined where nothing is said. */
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly fault?: string | undefined
  readonly isDisabled?: boolean
  /** Instead of its own, where it is said elsewhere. */
  readonly help?: string | undefined
}

export function FormField(props: Filled) {
  const { fault, field, help = field.description, isDisabled = false, onChange, value } = props
  const shared = { label: field.label, help, fault, isDisabled }
  if (field.type === 'switch') {
    const isOn = value === undefined ? field.default === true : value === true
    return (
      <SwitchField label={field.label} help={help} isDisabled={isDisabled} isOn={isOn} onSwitch={onChange} />
    )
  }
  if (field.choices !== null) {
    const choices = field.choices.map((one) => ({ value: one, text: one }))
    const none = {
      value: '',
      text: field.default === null ? '–' : say('field.default', { value: String(field.default) }),
    }
    return (
      <ChoiceField
        {...shared}
        value={typeof value === 'string' ? value : ''}
        choices={[none, ...choices]}
        onChoose={(chosen) => {
          onChange(chosen === '' ? undefined : chosen)
        }}
      />
    )
  }
  return <Written {...props} help={help} />
}

const MANY_LINES: ReadonlySet<string> = new Set(['names', 'map', 'list'])

function Written({ fault, field, help, isDisabled = false, onChange, value }: Filled) {
  const { default: byDefault, label, type, unit } = field
  const unitText = unit === null ? '' : ` (${unit})`
  return (
    <TextField
      label={`${label}${unitText}`}
      help={help}
      fault={fault}
      isDisabled={isDisabled}
      value={textOf(type, value)}
      {...(byDefault === null ? {} : { placeholder: String(byDefault) })}
      {...(MANY_LINES.has(type) ? { rows: 3 } : {})}
      onInput={(text) => {
        onChange(fromText(type, text))
      }}
    />
  )
}
