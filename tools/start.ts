// The demo behind `npm start`: a local PropelAuth, two example Workers on workerd, and a tour of real requests. Runs
// until Ctrl-C; with --once it ends after the tour, with exit code 0 only if every answer was right.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findPort, startEmulator, startWorker } from './services.ts'
import { sessionSteps, tourSession } from './session-tour.ts'
import { countKeyFetches, keyCacheStop, mintToken, stops, visit } from './tour.ts'
import { tourWebhooks, webhookSecret, webhookTypes } from './webhook-tour.ts'

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } })

async function choosePort(preferred: number, what: string) {
  const port = await findPort(preferred)
  if (port !== preferred) console.log(`Port ${preferred} is in use; ${what} listens on ${port}.`)
  return port
}

// The 'exit' handler of services.ts then ends the emulator and the Worker.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(0))
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(0), 500).unref()

const state = mkdtempSync(join(tmpdir(), 'propelauth-edge-'))
process.on('exit', () => rmSync(state, { recursive: true, force: true }))

const workerPort = await choosePort(8787, 'the Worker')
const spaPort = await choosePort(workerPort + 1, 'the single-page app')
const emulator = await startEmulator(await choosePort(4460, 'the emulator'), [
  ...['--webhook', `http://localhost:${spaPort}/api/webhooks`, '--webhook-secret', webhookSecret],
])
const workerOptions = {
  folder: 'examples/hono-worker',
  port: workerPort,
  persistTo: state,
  vars: { PROPELAUTH_AUTH_URL: emulator.authUrl },
}
const spaOptions = {
  folder: 'examples/spa-worker',
  port: spaPort,
  persistTo: join(state, 'spa'),
  vars: {
    PROPELAUTH_AUTH_URL: emulator.authUrl,
    PROPELAUTH_API_KEY: emulator.apiKey,
    PROPELAUTH_WEBHOOK_SECRET: webhookSecret,
    APP_URL: `http://localhost:${spaPort}`,
  },
}
console.log(`
A local PropelAuth runs on ${emulator.authUrl}, a Hono API on workerd on http://localhost:${workerOptions.port},
and a single-page app with a login on http://localhost:${spaPort}.

These requests with tokens show what each guard of the API answers:
`)

let worker = await startWorker(workerOptions)
let wrong = 0
for (const stop of stops) if (!(await visit(stop, worker.url, emulator))) wrong++

const fetchesBefore = await countKeyFetches(emulator)
await worker.stop()
worker = await startWorker(workerOptions)
if (!(await visit(keyCacheStop, worker.url, emulator))) wrong++
const fetchesAfter = await countKeyFetches(emulator)
const fromKv = fetchesBefore === 1 && fetchesAfter === 0
if (!fromKv) wrong++
console.log(
  `    ${fromKv ? '✓' : '✗'} key set fetches: ${fetchesBefore} before the restart, ${fetchesAfter} after it\n`,
)

console.log('These requests of a browser go from the login to the logout of the single-page app:\n')
const spa = await startWorker(spaOptions)
wrong += await tourSession(spa.url)

console.log('\nThe app has received these webhooks:\n')
wrong += await tourWebhooks(emulator)

const total = stops.length + 2 + sessionSteps.length + webhookTypes.length
console.log(wrong === 0 ? `All ${total} answers are right.` : `${wrong} of ${total} answers are wrong.`)

if (values.once) {
  await Promise.all([worker.stop(), spa.stop(), emulator.stop()])
  process.exit(wrong === 0 ? 0 : 1)
}

const token = await mintToken(emulator, { user: 'owner' })
console.log(`
Open ${spa.url} for the single-page app: log in, change the organization, open a second tab, log out.
Open ${worker.url} for the API: see what each route answers to whom.
Open ${emulator.authUrl}/_emulator for the emulator: its users, orgs and tokens. With ?live it shows webhooks and MCP
clients as they happen; ${emulator.authUrl}/_emulator/webhooks has all of them.
API key of the emulator, for the management client: ${emulator.apiKey}

Or paste these two lines into another terminal. The token is an Owner's and expires in 30 minutes.

TOKEN=${token}
curl -H "Authorization: Bearer $TOKEN" ${worker.url}/api/whoami

Ctrl-C ends everything.
`)
