/** The state of FNV-1a over a text, from which `unitHash` goes on: many texts with one beginning share its cost. */
export function hashStart(text: string, from = 0x811c9dc5): number {
  let h = from
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}

/**
 * A number in (0, 1) that depends on the whole text and on nothing else, so
 * that every instance and every restart agrees.
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), then the finalizer of
 * MurmurHash3 (https://github.com/aappleby/smhasher), since FNV alone leaves
 * texts with a common beginning close together.
 */
export function unitHash(text: string, start?: number): number {
  let h = hashStart(text, start)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h ^= h >>> 16
  return ((h >>> 0) + 0.5) / 2 ** 32
}
