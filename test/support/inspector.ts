type Result = Readonly<Record<string, unknown>>
export type Asking = (method: string, params?: object) => Promise<Result>

/** A way to ask a process's inspector at its `ws:` URL. Source: https://chromedevtools.github.io/devtools-protocol/v8. */
export async function askingInspector(url: string): Promise<Asking> {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => {
      reject(new Error(`no inspector at ${url}`))
    })
  })
  const waiting = new Map<number, (result: Result) => void>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { readonly id: number; readonly result: Result }
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  let asked = 0
  return (method, params = {}) =>
    new Promise((resolve) => {
      asked += 1
      waiting.set(asked, resolve)
      socket.send(JSON.stringify({ id: asked, method, params }))
    })
}

/** Bytes of a process's heap and its buffers that are in use once all garbage is collected. */
export async function usedBytes(ask: Asking): Promise<number> {
  // What the first collection ends is garbage for the second.
  for (let i = 0; i < 2; i++) await ask('HeapProfiler.collectGarbage')
  const { backingStorageSize, usedSize } = await ask('Runtime.getHeapUsage')
  return Number(usedSize) + Number(backingStorageSize)
}
