import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from '../statistics.ts'
import type { Issuer, Sample, TokenSet } from '../tokens/token-set.ts'
import { buildStarters, fileOf, type Packaging, starters } from './build-starters.ts'
import type { ColdStartJob } from './child.ts'

/** Milliseconds from loading the library to the first validated request. */
export interface ColdStart {
  readonly subject: string
  readonly packaging: Packaging
  readonly millis: number
}

const packagings: readonly Packaging[] = ['installed', 'bundled']

async function start(job: ColdStartJob): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileOf('child', 'installed'), JSON.stringify(job)])
  return Number(stdout)
}

/** A fresh process for each, in an order that is reversed each round. */
export async function measureColdStart({ users, issuer, jwk, pem }: TokenSet, rounds: number): Promise<ColdStart[]> {
  await buildStarters()
  const issuerOnly: Issuer = { issuer, jwk, pem }
  const runners = starters.flatMap((starter) =>
    packagings.map((packaging) => ({ ...starter, packaging, millis: [] as number[] })),
  )
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? runners : runners.toReversed()
    for (const { subject, module, packaging, millis } of order) {
      const file = fileOf(module, packaging)
      millis.push(await start({ file, name: subject.name, issuer: issuerOnly, sample: users[round] as Sample }))
    }
  }
  return runners.map(({ subject, packaging, millis }) => ({ subject: subject.name, packaging, millis: median(millis) }))
}
