/** The API beside the messages, as far as a proxy in front of it can tell the difference. */
import type { Clock } from '../ports/clock.ts'
import type { StatusAct } from './act.ts'
import { tokensOf } from './message.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly body: Buffer
}

const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-4-5']

/** Answers everything but messages. What was made here is found here, and nowhere else: `mark` keeps ids apart. */
export function startOtherPaths(clock: Clock, mark: string): (request: Request) => StatusAct {
  const made = new Map<string, unknown>()
  const make = (prefix: string, fields: object): StatusAct => {
    const id = `${prefix}_${mark}_${made.size + 1}`
    const body = { id, ...fields, created_at: new Date(clock.now()).toISOString() }
    made.set(id, body)
    return good(body)
  }
  return ({ method, path, body }) => {
    const route = `${method} ${path.split('?')[0] ?? ''}`
    switch (route) {
      case 'HEAD /':
      case 'HEAD /api/hello':
      case 'GET /api/hello':
        return good({ message: 'hello' })
      case 'POST /v1/messages/count_tokens':
        return good({ input_tokens: tokensOf(body.length) })
      case 'GET /v1/models':
        return good({
          data: MODELS.map(modelInfo),
          has_more: false,
          first_id: MODELS[0],
          last_id: MODELS.at(-1),
        })
      case 'POST /v1/messages/batches':
        return make('msgbatch', { type: 'message_batch', processing_status: 'in_progress' })
      case 'POST /v1/files':
        return make('file', { type: 'file', size_bytes: body.length })
      default:
        return known(path)
    }
  }

  function known(path: string): StatusAct {
    const id = path.split(/[/?]/).find((segment) => made.has(segment))
    return id === undefined ? { do: 'status', status: 404, message: 'Not found' } : good(made.get(id))
  }
}

function good(body: unknown): StatusAct {
  return { do: 'status', status: 200, body }
}

function modelInfo(id: string): unknown {
  return { type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' }
}
