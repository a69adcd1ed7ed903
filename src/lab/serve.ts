/** A good answer, delivered in its manner, up to where the script breaks it. */
import type { Break, Derailment, Phase, Serve } from './act.ts'
import { startEncoder } from './encoder.ts'
import { errorEnvelope } from './error-envelope.ts'
import { pings, stepsOf, wholeMessage } from './message.ts'
import { cutResponse, setHeaders, writeBody } from './scene.ts'
import type { Scene } from './scene.ts'
import { sleep } from './sleep.ts'
import { encodeEvent } from './sse.ts'

/** Plays a good answer up to its end, its break, or the client's leave. */
export async function serve(act: Serve, scene: Scene): Promise<void> {
  const { manner = {}, breakAt } = act
  await sleep(scene.clock, manner.headersAfterMs ?? 0, scene.gone)
  if (scene.gone.aborted) return
  if (breakAt?.phase === 'accept' || breakAt?.phase === 'before-headers') cutResponse(scene, breakAt.how)
  else if (scene.streams) await serveStream(act, scene)
  else await serveWhole(act, scene)
}

async function serveStream(act: Serve, scene: Scene): Promise<void> {
  const { manner = {}, breakAt } = act
  const encoder = startEncoder(manner.encoding)
  const send = async (text: string): Promise<void> => {
    await writeBody(scene, await encoder.push(Buffer.from(text)), manner.chunkBytes)
  }
  const end = async (): Promise<void> => {
    await writeBody(scene, await encoder.end(), manner.chunkBytes)
    scene.response.end(scene.complete)
  }
  const derail = async (how: Derailment): Promise<void> => {
    await send('bytes' in how ? how.bytes : encodeEvent(envelopeOf(how, scene), manner))
    await end()
  }

  openHeaders(act, scene, 'text/event-stream; charset=utf-8')
  if (breakAt?.phase === 'after-headers') return fail(scene, act, breakAt.how, derail)
  await sleep(scene.clock, manner.firstAfterMs ?? 0, scene.gone)
  for (const [at, { text, reaches }] of framesOf(act, scene).entries()) {
    if (at > 0) await sleep(scene.clock, manner.everyMs ?? 0, scene.gone)
    if (scene.gone.aborted) return
    await send(text)
    if (breakAt !== undefined && breakAt.phase === reaches) return fail(scene, act, breakAt.how, derail)
  }
  await end()
}

/** The events as they go over the wire. */
function framesOf(act: Serve, { occasion }: Scene): { text: string; reaches: Phase | undefined }[] {
  const { manner = {} } = act
  const steps = stepsOf(act, occasion)
  if (manner.omitStop === true) steps.pop()
  steps.unshift(...pings(manner.pingsBeforeStart ?? 0))
  return steps.map(({ event, reaches }, at) => {
    const text = encodeEvent(event, manner)
    const isBare = manner.noFinalNewline === true && at === steps.length - 1
    return { text: isBare ? text.trimEnd() : text, reaches }
  })
}

async function serveWhole(act: Serve, scene: Scene): Promise<void> {
  const { manner = {}, breakAt } = act
  const encoder = startEncoder(manner.encoding)
  const message = Buffer.from(JSON.stringify(wholeMessage(act, scene.occasion)))
  const body = Buffer.concat([await encoder.push(message), await encoder.end()])
  // Pieces are told apart, and a derailed body can end cleanly, only where no length was announced.
  const announced = manner.chunkBytes === undefined && typeof breakAt?.how !== 'object'
  if (announced) scene.response.setHeader('content-length', body.length)
  const derail = async (how: Derailment): Promise<void> => {
    await writeBody(scene, Buffer.from('bytes' in how ? how.bytes : JSON.stringify(envelopeOf(how, scene))))
    scene.response.end(scene.complete)
  }

  openHeaders(act, scene, 'application/json')
  if (breakAt?.phase === 'after-headers') return fail(scene, act, breakAt.how, derail)
  await sleep(scene.clock, manner.firstAfterMs ?? 0, scene.gone)
  const half = Math.floor(body.length / 2)
  await writeBody(scene, breakAt === undefined ? body : body.subarray(0, half), manner.chunkBytes)
  if (breakAt !== undefined) return fail(scene, act, breakAt.how, derail)
  scene.response.end(scene.complete)
}

/** Ends an answer that has begun, as its script wants it. */
async function fail(
  scene: Scene,
  { manner = {} }: Serve,
  how: Break['how'],
  derail: (how: Derailment) => Promise<void>,
): Promise<void> {
  await sleep(scene.clock, manner.breakAfterMs ?? 0, scene.gone)
  if (typeof how === 'string') cutResponse(scene, how)
  else await derail(how)
}

type ErrorInside = Extract<Derailment, { error: unknown }>

function envelopeOf({ error }: ErrorInside, { requestId }: Scene): ReturnType<typeof errorEnvelope> {
  return errorEnvelope(error.type, error.message, requestId)
}

function openHeaders({ manner = {}, headers = {} }: Serve, scene: Scene, contentType: string): void {
  const { response } = scene
  response.setHeader('content-type', manner.contentType ?? contentType)
  response.setHeader('cache-control', 'no-cache')
  if (manner.encoding !== undefined) response.setHeader('content-encoding', manner.encoding)
  if (manner.closeAfter === true) response.setHeader('connection', 'close')
  setHeaders(response, headers)
  response.flushHeaders()
}
