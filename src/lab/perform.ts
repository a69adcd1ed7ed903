import type { Act, StatusAct } from './act.ts'
import { errorEnvelope, errorTypeOf } from './error-envelope.ts'
import { setHeaders } from './scene.ts'
import type { Scene } from './scene.ts'
import { serve } from './serve.ts'
import { sleep } from './sleep.ts'

/** Plays an act up to its end, its break, or the client's leave. */
export async function perform(act: Act, scene: Scene): Promise<void> {
  switch (act.do) {
    case 'serve':
      return serve(act, scene)
    case 'status':
      await sleep(scene.clock, act.afterMs ?? 0, scene.gone)
      answer(scene, act.status, contentOf(act, scene), act.headers)
      return
    case 'raw':
      scene.complete()
      scene.response.socket?.end(act.bytes)
      return
    case 'empty':
      answer(scene, 200, { type: null, body: '' })
      return
    case 'html':
      answer(scene, 200, { type: 'text/html; charset=utf-8', body: WEB_PAGE })
      return
    case 'json-error':
      answer(scene, 200, json(errorEnvelope(act.type, act.message, scene.requestId)))
      return
  }
}

const WEB_PAGE = '<!doctype html><html><head><title>Welcome</title></head><body>It works!</body></html>\n'

interface Content {
  readonly type: string | null
  readonly body: string
}

function contentOf(act: StatusAct, { requestId }: Scene): Content {
  if (typeof act.body === 'string') return { type: 'text/plain; charset=utf-8', body: act.body }
  if (act.body !== undefined) return json(act.body)
  const type = act.type ?? errorTypeOf(act.status)
  return json(errorEnvelope(type, act.message ?? `scripted ${act.status}`, requestId))
}

function json(value: unknown): Content {
  return { type: 'application/json', body: JSON.stringify(value) }
}

function answer(
  scene: Scene,
  status: number,
  { type, body }: Content,
  headers: StatusAct['headers'] = {},
): void {
  const { response } = scene
  response.statusCode = status
  if (type !== null) response.setHeader('content-type', type)
  response.setHeader('content-length', Buffer.byteLength(body))
  setHeaders(response, headers)
  response.end(body, scene.complete)
}
