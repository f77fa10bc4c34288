// A process of its own, in which nothing else is loaded. Prints what it has measured as JSON.
import { median } from '../statistics.ts'
import { largeSeed } from './large-seed.ts'

/** Milliseconds. All but the import are medians of warm code, with a given key. */
export interface InProcess {
  readonly importing: number
  readonly personas: number
  readonly smallSeed: number
  /** With the personas and a first request, which builds the router. */
  readonly request: number
  readonly largeSeed: number
}

interface Emulator {
  readonly authUrl: string
  fetch(url: string): Promise<Response>
  close(): Promise<void>
}

interface Library {
  generateSigningKey(): string
  createEmulator(options: object): Emulator
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
  use: (emulator: Emulator) => unknown = () => {},
): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const emulator = createEmulator({ signingKey, ...options })
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

const result: InProcess = {
  importing,
  personas: await measure(100, {}),
  smallSeed: await measure(100, { seed: smallSeed }),
  request: await measure(50, {}, ({ authUrl, fetch }) => fetch(`${authUrl}/.well-known/jwks.json`)),
  largeSeed: await measure(5, { seed: largeSeed() }),
}
console.log(JSON.stringify(result))
