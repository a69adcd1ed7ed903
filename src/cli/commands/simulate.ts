/** Runs scenarios in virtual time against the configuration, and tells what people would have seen. */
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nearest } from '../../core/nearest.ts'
import { AppError } from '../../errors/app-error.ts'
import type { Simulated, ScenarioText, Simulator } from '../../ports/simulated.ts'
import type { Context } from '../context.ts'
import { faultLine } from '../../views/fault-text.ts'
import { printJson } from '../report.ts'
import { SCENARIOS } from '../scenario-names.ts'
import type { SimulateShape } from '../shapes/simulate.ts'
import { printSimulated } from '../simulated-text.ts'
import { writePrivate } from '../write-private.ts'

export interface SimulateFlags {
  readonly seed?: number
  readonly builtIn?: boolean
}

/** `file`: the name of a scenario that ships, or a file; undefined runs all that ship. */
export async function simulate(
  context: Context,
  file: string | undefined,
  flags: SimulateFlags,
): Promise<void> {
  const { json, output, say } = context
  const seed = flags.seed ?? 1
  const texts =
    file === undefined
      ? await Promise.all(SCENARIOS.map((name) => context.shippedScenario(name)))
      : [await textOf(context, file)]
  const simulators = await Promise.all(
    texts.map(async (text) => [text.name, await simulatorOf(context, text, flags.builtIn === true)] as const),
  )
  const configuration = simulators[0]?.[1].configuration ?? 'built-in'
  if (configuration === 'built-in')
    output.note(say(flags.builtIn === true ? 'simulate.built-in' : 'simulate.none'))
  const scenarios: Simulated[] = []
  for (const [name, simulator] of simulators) {
    output.flush()
    scenarios.push(await simulatedBy(context, name, simulator, seed))
  }
  if (json) printJson<SimulateShape>(context, { seed, configuration, scenarios: scenarios.map(plain) })
  else await printSimulated(context, scenarios, seed)
}

async function simulatedBy(
  context: Context,
  name: string,
  simulator: Simulator,
  seed: number,
): Promise<Simulated> {
  const result = simulator.run(seed)
  if (result.kind === 'simulated') return result.simulated
  const flight = join(tmpdir(), `qcc-${String(context.clock.now())}.flight.json`)
  await writePrivate(context, flight, result.flight)
  const { what } = result
  throw new AppError('internal', context.say('simulate.violated', { name, seed, what, file: flight }))
}

async function simulatorOf(context: Context, text: ScenarioText, isBuiltIn: boolean): Promise<Simulator> {
  const read = await context.simulation(text, isBuiltIn)
  if (read.kind === 'valid') return read.simulator
  for (const fault of read.faults) context.output.error(faultLine(fault, context.say))
  throw new AppError('usage', context.say('simulate.invalid', { file: text.name }))
}

async function textOf(context: Context, file: string): Promise<ScenarioText> {
  const shipped = SCENARIOS.find((name) => name === file)
  if (shipped !== undefined) return context.shippedScenario(shipped)
  try {
    return { name: file, text: await readFile(file, 'utf8') }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const { say } = context
    if (code !== 'ENOENT') throw new AppError('failed', say('simulate.unreadable', { file, why: message }))
    const meant = nearest(file, SCENARIOS)
    const what = say('simulate.unknown', { file, names: SCENARIOS.join(', ') })
    throw new AppError(
      'no-such-thing',
      meant === null ? what : say('fault.nearest', { what, nearest: meant }),
    )
  }
}

const plain = (one: Simulated): SimulateShape['scenarios'][number] => ({
  ...one,
  switches: [...one.switches],
  timeline: [...one.timeline],
})
