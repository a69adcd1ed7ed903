/** Those that fit, in their order; the list itself when all do, as they nearly always do, and nothing is copied. */
export const fitting = <T>(all: readonly T[], fits: (one: T) => boolean): readonly T[] =>
  all.every(fits) ? all : all.filter(fits)
