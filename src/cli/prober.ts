import type { CheckKind } from '../core/health/check.ts'
import { AppError } from '../errors/app-error.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Context } from './context.ts'

/** Whoever makes checks for a command: the running proxy, which learns from them, or the command itself. */
interface Prober {
  readonly byProxy: boolean
  test(id: string, kind: CheckKind): Promise<ProbeReport>
  round(): Promise<readonly ProbeReport[]>
  close(): Promise<void>
}

/** A model that thinks first is asked twice, and a deep look asks eight times more. */
const ASKS: Readonly<Record<CheckKind, number>> = { free: 1, conversation: 2, deep: 10 }

/** What a prober says when asked so. It is closed then, whatever it said. */
export async function askProber(
  context: Context,
  ask: (prober: Prober) => Promise<readonly ProbeReport[]>,
): Promise<{ byProxy: boolean; endpoints: ProbeReport[] }> {
  const prober = await openProber(context)
  try {
    return { byProxy: prober.byProxy, endpoints: [...(await ask(prober))] }
  } finally {
    await prober.close()
  }
}

async function openProber(context: Context): Promise<Prober> {
  const { settings } = await context.settings()
  const mostMs = (kind: CheckKind): number => ASKS[kind] * settings['health.timeout'] * 1_000
  const running = await context.proxy()
  let opened: ReturnType<Context['probing']> | null = null
  const alone = () => (opened ??= context.probing())
  const testAlone = async (id: string, kind: CheckKind): Promise<ProbeReport> => {
    const [report] = await (await alone()).test([id], kind)
    if (report === undefined) throw new AppError('no-such-thing', context.say('endpoint.none'))
    return report
  }
  return {
    byProxy: running !== null,
    // A proxy that has not followed the newest version yet does not know what is new in it.
    test: async (id, kind) => (await running?.probe(id, kind, mostMs(kind))) ?? testAlone(id, kind),
    round: async () => running?.check(mostMs('conversation')) ?? (await alone()).round(),
    close: async () => {
      if (opened !== null) await (await opened).close()
    },
  }
}
