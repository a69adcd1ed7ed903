import { Option, type Command } from 'commander'
import type { EndpointAddFlags } from '../commands/endpoint/add.ts'
import type { EndpointSetFlags } from '../commands/endpoint/set.ts'
import type { Declaring } from '../declare.ts'
import { capOption, priorityOption, TARGET_FLAGS, targetOptions, weightOption } from '../options.ts'

/** `qcc endpoint` and what is below it. */
export function declareEndpoint(program: Command, declaring: Declaring): void {
  const endpoint = program.command('endpoint').description(declaring.context.say('endpoint.description'))
  declareAdd(endpoint, declaring)
  declareList(endpoint, declaring)
  declareSet(endpoint, declaring)
  declareSwitch(endpoint, 'enable', declaring)
  declareSwitch(endpoint, 'disable', declaring)
  declareTest(endpoint, declaring)
  declareRemove(endpoint, declaring)
}

function declareAdd(endpoint: Command, { context, run }: Declaring): void {
  const { say } = context
  const fromProfile = new Option('-f, --from-profile <name>', say('endpoint.option.from-profile'))
  const command = endpoint
    .command('add')
    .argument('[profile]')
    .description(say('endpoint.add.description'))
    .addOption(fromProfile.conflicts([...TARGET_FLAGS]))
    .option('-n, --name <name>', say('endpoint.option.name'))
    .option('--check', say('option.check'))
    .addOption(weightOption(say))
    .addOption(priorityOption(say))
    .addOption(capOption(say))
  targetOptions(command, say, false).action((profile: string | undefined, flags: EndpointAddFlags) =>
    run(async () => (await import('../commands/endpoint/add.ts')).endpointAdd(context, profile, flags)),
  )
}

function declareList(endpoint: Command, { context, run }: Declaring): void {
  endpoint
    .command('list')
    .argument('[profile]')
    .description(context.say('endpoint.list.description'))
    .action((profile: string | undefined) =>
      run(async () => (await import('../commands/endpoint/list.ts')).endpointList(context, profile)),
    )
}

function declareSet(endpoint: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = endpoint
    .command('set')
    .argument('[profile]')
    .argument('[id]')
    .description(say('endpoint.set.description'))
    .option('-n, --name <name>', say('endpoint.option.set-name'))
    .option('--check', say('option.check'))
    .addOption(weightOption(say))
    .addOption(priorityOption(say))
    .addOption(capOption(say))
    .option('--no-max-concurrent', say('option.no-max-concurrent'))
  targetOptions(command, say, true).action(
    (profile: string | undefined, id: string | undefined, flags: EndpointSetFlags) =>
      run(async () =>
        (await import('../commands/endpoint/set.ts')).endpointSet(context, { profile, id }, flags),
      ),
  )
}

function declareSwitch(endpoint: Command, verb: 'enable' | 'disable', { context, run }: Declaring): void {
  endpoint
    .command(verb)
    .argument('[profile]')
    .argument('[id]')
    .description(context.say(`endpoint.${verb}.description`))
    .action((profile: string | undefined, id: string | undefined) =>
      run(async () => {
        const { endpointSwitch } = await import('../commands/endpoint/switch.ts')
        await endpointSwitch(context, { profile, id }, verb === 'enable')
      }),
    )
}

function declareTest(endpoint: Command, { context, run }: Declaring): void {
  endpoint
    .command('test')
    .argument('[profile]')
    .argument('[id]')
    .description(context.say('endpoint.test.description'))
    .action((profile: string | undefined, id: string | undefined) =>
      run(async () => (await import('../commands/endpoint/test.ts')).endpointTest(context, { profile, id })),
    )
}

function declareRemove(endpoint: Command, { context, run }: Declaring): void {
  endpoint
    .command('remove')
    .argument('[profile]')
    .argument('[id]')
    .description(context.say('endpoint.remove.description'))
    .action((profile: string | undefined, id: string | undefined) =>
      run(async () =>
        (await import('../commands/endpoint/remove.ts')).endpointRemove(context, { profile, id }),
      ),
    )
}
