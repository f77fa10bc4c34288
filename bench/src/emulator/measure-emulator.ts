import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { toTable } from '../report/table.ts'
import { applyLoad } from '../server/load.ts'
import { connectionCounts, type Prepared, toConnections } from '../server/traffic.ts'
import { median } from '../statistics.ts'
import type { InProcess } from './child.ts'
import { largeSeed } from './large-seed.ts'
import { startCli } from './start-cli.ts'

const STARTS = 15
const LAPS = 5
const LAP_MS = 1_000

const child = fileURLToPath(new URL('child.ts', import.meta.url))

const millis = (value: number) => `${value.toFixed(1)} ms`
const aSecond = (value: number) => `${Math.round(value).toLocaleString('en')} a second`

/** How quick the built emulator is, as a table. */
export async function measureEmulator(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'propelauth-edge-emulator-'))
  try {
    const ready = await measureStarts(join(folder, 'starts'))
    const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', child])
    const inProcess = JSON.parse(stdout) as InProcess
    const lookups = await measureLookups(folder)
    return toTable(['emulator', 'median'], toRows(ready, inProcess, lookups))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const toRows = (ready: number, inProcess: InProcess, lookups: readonly Lookups[]): string[][] => [
  ['the command line is ready', millis(ready)],
  ['import of the library', millis(inProcess.importing)],
  ['createEmulator with the personas', millis(inProcess.personas)],
  ['createEmulator with a small seed', millis(inProcess.smallSeed)],
  ['createEmulator with a given key, and the first request', millis(inProcess.request)],
  ['createEmulator, and the first token with a new key', millis(inProcess.token)],
  ['createEmulator with 10,000 users', millis(inProcess.largeSeed)],
  ['export of 10,000 users', millis(inProcess.export)],
  ['in-process look-ups of one user of 10,000', aSecond(inProcess.rates.lookups)],
  ['in-process tokens of mintToken, 16 under way', aSecond(inProcess.rates.mintedTokens)],
  ['in-process tokens of the backend API, 16 under way', aSecond(inProcess.rates.issuedTokens)],
  ...lookups.map(({ connections, perSecond }) => [
    `look-ups of one user of 10,000 over HTTP, ${toConnections(connections)}`,
    aSecond(perSecond),
  ]),
]

/** With a data directory that exists. The first start makes the keys. */
async function measureStarts(data: string): Promise<number> {
  const times: number[] = []
  for (let start = 0; start <= STARTS; start++) {
    const { startMs, kill } = await startCli(['--data', data])
    if (start > 0) times.push(startMs)
    await kill()
  }
  return median(times)
}

interface Lookups {
  readonly connections: number
  readonly perSecond: number
}

async function measureLookups(folder: string): Promise<Lookups[]> {
  const seed = largeSeed()
  const file = join(folder, 'seed.json')
  writeFileSync(file, JSON.stringify(seed))
  const emulator = await startCli(['--data', join(folder, 'lookups'), '--seed', file])
  try {
    const requests = seed.users.map(({ id }): Prepared => {
      const head = `GET /api/backend/v1/user/${id} HTTP/1.1\r\nHost: localhost:${emulator.port}`
      return { bytes: Buffer.from(`${head}\r\nAuthorization: Bearer ${emulator.apiKey}\r\n\r\n`), userId: id }
    })
    let sent = 0
    const next = () => requests[sent++ % requests.length] as Prepared
    const lookups: Lookups[] = []
    for (const connections of connectionCounts) {
      const rates: number[] = []
      // The first lap warms up.
      for (let lap = 0; lap <= LAPS; lap++) {
        const { requestsPerSecond } = await applyLoad(emulator, next, { connections, ms: LAP_MS, checksUser: true })
        if (lap > 0) rates.push(requestsPerSecond)
      }
      lookups.push({ connections, perSecond: median(rates) })
    }
    return lookups
  } finally {
    await emulator.kill()
  }
}
