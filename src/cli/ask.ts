/**
 * Questions to a person at a terminal. Ctrl-C and Esc throw `cancelled`, which
 * leaves everything as it was.
 */
export interface Ask {
  text(question: string, options?: { readonly initial?: string; readonly fault?: Fault }): Promise<string>
  /** What is typed is not shown. */
  secret(question: string, options?: { readonly fault?: Fault }): Promise<string>
  choose<T extends string>(question: string, choices: readonly Choice<T>[]): Promise<T>
  confirm(question: string, initial: boolean): Promise<boolean>
}

/** Says what is wrong with an answer, or null; the question is then asked again. */
export type Fault = (answer: string) => string | null

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  readonly hint?: string
}
