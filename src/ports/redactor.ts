/** Stands in front of every output, log, error and event: no text leaves with a key in it. */
export interface Redactor {
  /** From now on this text is a secret. */
  learn(secret: string): void
  /** The text with every secret, known or recognisable, shortened to a mark. */
  redact(text: string): string
}
