import * as v from 'valibot'
import { OPERATIONS, type Operation } from '../../src/admin/contract/operations.ts'
import type { Answer } from './http.ts'

/** The operation of the contract that a request is for. */
function operationOf(method: string, path: string): Operation {
  const [plain = ''] = path.split('?')
  const found = OPERATIONS.find((one) => one.method === method && isAlike(one.path, plain))
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

/** The answer as the contract has it for its status. Throws, with what is wrong, when it is another one. */
export function kept<T>(method: string, path: string, answer: Answer): T {
  const shape = operationOf(method, path).answers[answer.status]
  const text = answer.body.toString()
  if (shape === undefined) throw new Error(`status ${String(answer.status)} is not in the contract: ${text}`)
  const result = v.safeParse(shape, JSON.parse(text))
  if (result.success) return result.output as T
  const faults = result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`)
  throw new Error(`not as the contract says: ${faults.join('; ')} in ${text}`)
}
