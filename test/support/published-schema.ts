import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

const validators = new Map<string, ValidateFunction>()

/** What a value has against the schema `docs/schemas/NAME.schema.json`; empty when it keeps to it. */
export function faultsAgainst(name: string, value: unknown): readonly ErrorObject[] {
  const validate = validators.get(name) ?? validatorOf(name)
  return validate(value) ? [] : (validate.errors ?? [])
}

function validatorOf(name: string): ValidateFunction {
  const file = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url)
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(file, 'utf8')) as object)
  validators.set(name, validate)
  return validate
}
