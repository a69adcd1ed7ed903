/** What machines watch a proxy by. `read` makes the text and says what kind of text it is. */
import type { Route } from '../route.ts'

interface MetricsText {
  readonly type: string
  readonly text: string
}

export const metricsRoutes = (read: () => Promise<MetricsText>): readonly Route[] => [
  {
    ...{ method: 'GET', path: '/_qcc/metrics', access: 'metrics' },
    answer: async () => {
      const { text, type } = await read()
      return { kind: 'file', status: 200, type, bytes: Buffer.from(text) }
    },
  },
]
