import * as v from 'valibot'
import { API } from '../../src/admin/contract.ts'
import { OPERATIONS, type Operation } from '../../src/admin/contract/operations.ts'
import type { Answer } from './http.ts'
import { openApiFaults, pointerOf } from './openapi.ts'

/** The operation of the contract that a request is for; the path is one of the API unless it is whole. */
export function operationOf(method: string, path: string): Operation {
  const [plain = ''] = path.split('?')
  const whole = plain.startsWith('/_qcc/') ? plain : API + plain
  const found = OPERATIONS.find((one) => one.method === method && isAlike(one.path, whole))
  if (found === undefined) throw new Error(`the contract has no ${method} ${plain}`)
  return found
}

/** The more exact one stands first in the contract where several fit. */
function isAlike(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at])
  )
}

/**
 * The answer as the contract has it for its status, and the description that is made from it. Throws, with what is
 * wrong, when it is another one.
 */
export function kept<T>(method: string, path: string, answer: Answer): T {
  const operation = operationOf(method, path)
  const shape = operation.answers[answer.status]
  const text = answer.body.toString()
  if (shape === undefined) throw new Error(`status ${String(answer.status)} is not in the contract: ${text}`)
  const value: unknown = JSON.parse(text)
  const result = v.safeParse(shape, value)
  const faults = (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`)
  const published = openApiFaults(pointerTo(operation, answer.status), value)
  const all = [...faults, ...published.map((one) => `${one.instancePath}: ${one.message ?? ''}`)]
  if (!result.success || all.length > 0) {
    throw new Error(`not as the contract says: ${all.join('; ')} in ${text}`)
  }
  return result.output as T
}

function pointerTo({ method, path }: Operation, status: number): string {
  const place = path.replace(/:(\w+)/g, '{$1}')
  const at = ['paths', place, method.toLowerCase(), 'responses', String(status)]
  return pointerOf(...at, 'content', 'application/json', 'schema')
}
