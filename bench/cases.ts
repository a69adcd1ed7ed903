/** What is asked, in which number. */
export interface Case {
  readonly name: string
  readonly body: Buffer
  /** Requests of a round at 16 at a time, for CPU and throughput. */
  readonly requests: number
  /** Requests of a round one after the other, for the time to first byte. */
  readonly probes: number
}

/** How many are asked at once where throughput is measured. */
export const AT_ONCE = 16

/** `scale` shortens a round for a first look. */
export function cases(scale: number): readonly Case[] {
  const requests = (count: number): number => Math.max(AT_ONCE, Math.round(count * scale))
  return [
    { name: '1 KB whole', body: question(1, false), requests: requests(8_000), probes: requests(400) },
    {
      name: '200 KB, 60 events',
      body: question(200, true),
      requests: requests(1_000),
      probes: requests(300),
    },
  ]
}

/** A body in the order in which Claude Code writes it, with the quotes and line ends that code is full of. */
function question(kilobytes: number, stream: boolean): Buffer {
  const line = 'const name = "value" // a line as it stands in a file\n'
  const messages = [{ role: 'user', content: line.repeat(Math.ceil((kilobytes * 1_000) / line.length)) }]
  const asked = { model: 'claude-opus-5-5', messages, max_tokens: 64, ...(stream ? { stream } : {}) }
  return Buffer.from(JSON.stringify(asked))
}
