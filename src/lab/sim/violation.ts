/** Something that must never be so was so. */
export class Violation extends Error {
  readonly rule: string

  /** `rule`: its name; `detail`: who, what, when. */
  constructor(rule: string, detail: string) {
    super(`${rule}: ${detail}`)
    this.name = 'Violation'
    this.rule = rule
  }
}
