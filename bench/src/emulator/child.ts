// A process of its own, in which nothing else is loaded. Prints what it has measured as JSON.
import { median } from '../statistics.ts'
import { type InProcessRates, measureInProcessRates } from './in-process-rates.ts'
import { largeSeed } from './large-seed.ts'
import type { InProcessEmulator, Library } from './library.ts'

/** Milliseconds. All but the import are medians of warm code. */
export interface InProcess {
  readonly importing: number
  readonly personas: number
  readonly smallSeed: number
  /** With a given key, the personas and a first request, which builds the router. */
  readonly request: number
  /** With the personas, and the first token, which needs a new key. */
  readonly token: number
  readonly largeSeed: number
  readonly export: number
  readonly rates: InProcessRates
}

const importedAt = performance.now()
const entry = new URL('../../../packages/emulator/dist/index.js', import.meta.url).href
const { createEmulator, generateSigningKey }: Library = await import(entry)
const importing = performance.now() - importedAt
const signingKey = generateSigningKey()

/** The time to start an emulator and use it, without that to close it. */
async function measure(
  rounds: number,
  options: object,
  use: (emulator: InProcessEmulator) => unknown = () => {},
): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const emulator = createEmulator(options)
    await use(emulator)
    times.push(performance.now() - startedAt)
    await emulator.close()
  }
  return median(times)
}

const smallSeed = {
  users: [
    { key: 'ada', email: 'ada@x.test' },
    { key: 'bob', email: 'bob@x.test' },
  ],
  orgs: [{ key: 'acme', name: 'Acme', members: { ada: 'Owner', bob: 'Member' } }],
}

const manyUsers = largeSeed()
const emulator = createEmulator({ signingKey, seed: manyUsers })

function measureExport(): number {
  const times = Array.from({ length: 10 }, () => {
    const startedAt = performance.now()
    emulator.exportSeed()
    return performance.now() - startedAt
  })
  return median(times)
}

const result: InProcess = {
  importing,
  personas: await measure(100, {}),
  smallSeed: await measure(100, { seed: smallSeed }),
  request: await measure(50, { signingKey }, ({ authUrl, fetch }) => fetch(`${authUrl}/.well-known/jwks.json`)),
  token: await measure(50, {}, ({ mintToken }) => mintToken({ user: 'owner' })),
  largeSeed: await measure(5, { signingKey, seed: manyUsers }),
  export: measureExport(),
  rates: await measureInProcessRates(
    emulator,
    manyUsers.users.map(({ id }) => id),
  ),
}
await emulator.close()
console.log(JSON.stringify(result))
