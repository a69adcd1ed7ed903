import { setFlagsFromString } from 'node:v8'

/** By how much a heap may grow before V8 marks all of it, in percent. Left alone, V8 takes about 200 for a small one. */
const GROWTH_PERCENT = 400

/**
 * What Node is started with where a process of its own serves. V8 would let the
 * youngest part of the heap grow to three times 64 MB while a thousand streams
 * begin, and keep it; a quarter of that costs no CPU, and can only be told at
 * the start. See docs/decisions/0037-a-roomy-heap.md.
 */
export const SERVING_FLAGS: readonly string[] = ['--max-semi-space-size=16']

/**
 * Leaves room in the heap of this process for the bodies of requests. V8 counts
 * their bytes as growth, so that with 200 KB each a hundred of them made it mark
 * everything that lives, although its quick collections would have freed them a
 * moment later: a quarter of all CPU. See docs/decisions/0037-a-roomy-heap.md.
 */
export function roomyHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${String(GROWTH_PERCENT)}`)
}
