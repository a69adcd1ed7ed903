import { setFlagsFromString } from 'node:v8'

/** By how much a heap may grow before V8 marks all of it, in percent. Left alone, V8 takes about 200 for a small one. */
const GROWTH_PERCENT = 400

/**
 * Leaves room in the heap of this process for the bodies of requests. V8 counts
 * their bytes as growth, so that with 200 KB each a hundred of them made it mark
 * everything that lives, although its quick collections would have freed them a
 * moment later: a quarter of all CPU. See docs/decisions/0037-a-roomy-heap.md.
 */
export function roomyHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${String(GROWTH_PERCENT)}`)
}
