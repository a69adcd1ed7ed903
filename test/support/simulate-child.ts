/** Runs one scenario with many seeds: `node simulate-child.ts NAME FROM TO`; prints the sums as JSON. */
import { SCENARIOS } from '../../src/cli/scenario-names.ts'
import { heldRun, shipped } from './simulations.ts'

const [wanted = '', from = '', to = ''] = process.argv.slice(2)
const name = SCENARIOS.find((one) => one === wanted)
if (name === undefined) throw new Error(`there is no scenario ${wanted}`)
const scenario = shipped(name)
const sums = { asked: 0, served: 0, fewestRequests: Infinity }
for (let seed = Number(from); seed < Number(to); seed++) {
  const { asked, requests, served } = heldRun(scenario, seed)
  sums.asked += asked
  sums.served += served
  sums.fewestRequests = Math.min(sums.fewestRequests, requests)
}
process.stdout.write(JSON.stringify(sums))
