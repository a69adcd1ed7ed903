import * as v from 'valibot'

/** One of the keys, all of which the compiler demands: a word that is new elsewhere must not make answers unreadable. */
export const oneOf = <K extends string>(words: Readonly<Record<K, true>>) =>
  v.picklist(Object.keys(words) as K[])
