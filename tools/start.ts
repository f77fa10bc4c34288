// Behind `npm start`: a local PropelAuth, the example Worker on workerd, and a tour of real requests. Stays up until
// Ctrl-C; with --once it ends after the tour, with 0 only if every answer was right.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findPort, startEmulator, startWorker } from './services.ts'
import { countKeyFetches, mintToken, stops, visit } from './tour.ts'

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } })

async function choosePort(preferred: number, what: string) {
  const port = await findPort(preferred)
  if (port !== preferred) console.log(`Port ${preferred} is taken; ${what} takes ${port}.`)
  return port
}

const state = mkdtempSync(join(tmpdir(), 'propelauth-edge-'))
process.on('exit', () => rmSync(state, { recursive: true, force: true }))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(0))

const emulator = await startEmulator(await choosePort(4460, 'the emulator'))
const workerOptions = {
  folder: 'examples/hono-worker',
  port: await choosePort(8787, 'the Worker'),
  persistTo: state,
  vars: { PROPELAUTH_AUTH_URL: emulator.authUrl },
}
console.log(
  `\nA local PropelAuth on ${emulator.authUrl}, a Hono app on workerd on http://localhost:${workerOptions.port}\n`,
)

let worker = await startWorker(workerOptions)
let wrong = 0
for (const stop of stops) if (!(await visit(stop, worker.url, emulator))) wrong++

const fetchesBefore = await countKeyFetches(emulator)
await worker.stop()
worker = await startWorker(workerOptions)
const restarted = {
  ...stops[2],
  title: 'a member, after the Worker was restarted with the same KV',
} as (typeof stops)[0]
if (!(await visit(restarted, worker.url, emulator))) wrong++
const fetchesAfter = await countKeyFetches(emulator)
const fromKv = fetchesBefore === 1 && fetchesAfter === 0
if (!fromKv) wrong++
console.log(
  `    ${fromKv ? '✓' : '✗'} key set fetches: ${fetchesBefore} before the restart, ${fetchesAfter} after it\n`,
)

const total = stops.length + 2
console.log(wrong === 0 ? `All ${total} answers are right.` : `${wrong} of ${total} answers are wrong.`)

if (values.once) {
  await Promise.all([worker.stop(), emulator.stop()])
  process.exit(wrong === 0 ? 0 : 1)
}

const token = await mintToken(emulator, { user: 'owner' })
console.log(`
Open       ${worker.url}             the example: log in, see what each route answers
           ${emulator.authUrl}/_emulator   the emulator: users, orgs, tokens
Try        curl -H "Authorization: Bearer $TOKEN" ${worker.url}/api/whoami
           TOKEN=${token}
Stop       Ctrl-C
`)
