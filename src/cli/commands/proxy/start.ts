import { readFile } from 'node:fs/promises'
import type { Document } from '../../../core/config/document.ts'
import { parseDocument } from '../../../document/schema.ts'
import { AppError } from '../../../errors/app-error.ts'
import type { Context, ListeningProxy } from '../../context.ts'
import { proxyLog } from '../../proxy-log.ts'

export interface ProxyStartFlags {
  readonly document: string
  readonly host?: string
  readonly port?: number
}

/** Runs the proxy until a signal, then lets open requests finish; a second signal ends them. */
export async function proxyStart(context: Context, flags: ProxyStartFlags): Promise<void> {
  const { output, say, stopped } = context
  const document = await readDocument(context, flags.document)
  const overrides = {
    ...(flags.host === undefined ? {} : { 'proxy.host': flags.host }),
    ...(flags.port === undefined ? {} : { 'proxy.port': flags.port }),
  }
  const stop = stopped.next()
  const proxy = await context.startProxy(document, overrides, proxyLog(context))
  announce(context, proxy)

  await stop
  if (proxy.open > 0) output.note(say('proxy.stopping', { seconds: proxy.drainMs / 1_000 }))
  const hurried = stopped.next().then(() => proxy.stop(0))
  const broken = await Promise.race([proxy.stop(proxy.drainMs), hurried])
  output.note(broken === 0 ? say('proxy.stopped') : say('proxy.stopped-broken', { count: broken }))
}

function announce(
  { json, output, say, version }: Context,
  { endpoints, keyless, url }: ListeningProxy,
): void {
  if (json) output.data(JSON.stringify({ event: 'listening', version, url, endpoints }))
  output.note(
    say('proxy.listening', { version, url, count: endpoints.length, endpoints: endpoints.join(', ') }),
  )
  for (const one of keyless) output.note(output.styled('yellow', say('proxy.no-key', one)))
  if (endpoints.length === 0) output.note(output.styled('yellow', say('proxy.no-endpoints')))
}

async function readDocument({ say }: Context, file: string): Promise<Document> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('no-such-thing', say('document.cannot-read', { file, why: (error as Error).message }))
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new AppError('document-invalid', say('document.not-json', { file, why: (error as Error).message }))
  }
  try {
    return parseDocument(value)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError('document-invalid', say('document.invalid', { file, faults: error.message }), {
      cause: error,
    })
  }
}
