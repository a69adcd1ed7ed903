import type { Control } from '../ports/control.ts'
import { API, type Identity } from './contract.ts'

/** The control API of one running proxy. */
export function controlApi(identity: Identity): Control {
  return {
    answer: (method, path) =>
      method === 'GET' && path === `${API}/identity` ? { status: 200, body: identity } : null,
  }
}
