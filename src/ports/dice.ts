/** The only way to chance, so that a decision can be written down and repeated. */
export interface Dice {
  /** Uniform in [0, 1). */
  roll(): number
}
