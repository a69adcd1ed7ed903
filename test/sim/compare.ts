/** Prints what storms do to clients with QCC and without: `node test/sim/compare.ts [part of a name]`. */
import { isSlower, scenarios, total } from './scenarios.ts'

const wanted = process.argv[2] ?? ''
for (const scenario of scenarios()) {
  if (!scenario.name.includes(wanted)) continue
  const [direct, behind] = [total('direct', scenario), total('behind QCC', scenario)]
  const mark = behind.share < direct.share ? '  WORSE' : isSlower(behind, direct) ? '  slower' : ''
  const line = [direct, behind].map(
    ({ meanMs, sends, share, turns }) =>
      `${(share * 100).toFixed(1).padStart(5)} % of ${String(turns).padStart(5)} ${(meanMs / 1_000).toFixed(1).padStart(6)} s ${String(sends).padStart(6)} sends`,
  )
  console.log(`${scenario.name.padEnd(62)} ${line.join(' | ')}${mark}`)
}
