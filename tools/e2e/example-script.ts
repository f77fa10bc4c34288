// A program of an example by its own script, with the emulator that the script starts. Only the ports are other ones, so
// that no other program on this machine can be in the way.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { expect, type TestAPI } from 'vitest'
import { findPort, root, start, stop } from '../services.ts'
import { stops, visit } from '../tour.ts'

/** Where the program is, and its emulator. */
export interface Addresses {
  readonly url: string
  readonly authUrl: string
}

export interface ExampleScript {
  readonly folder: string
  readonly script: string
  /** Flags for the port, and for the auth URL of a program that does not read it from the environment. */
  readonly flags: (addresses: Addresses, state: string) => string
  /** Runs instead of the program of the script. */
  readonly program?: string
}

export interface RunningExample extends Addresses {
  /** What git reported as changed or new in the folder before the start, and what it reports now. */
  changes(): { readonly before: string; readonly now: string }
  stop(): Promise<void>
}

const [noToken, , member] = stops

/** Of the tour: whether it refuses and admits by the emulator of the script. */
export const firstStops = [noToken, member].filter((one) => one !== undefined)

/** The flags of `wrangler dev`; variables in them win over those in `.dev.vars`. */
export const wranglerFlags: ExampleScript['flags'] = ({ url, authUrl }, state) =>
  `--ip 127.0.0.1 --port ${new URL(url).port} --inspector-port 0 --persist-to ${state} --var PROPELAUTH_AUTH_URL:${authUrl}`

/** The command of the script, with other ports. */
function commandOf({ folder, script, flags, program: other }: ExampleScript, addresses: Addresses, state: string) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'examples', folder, 'package.json'), 'utf8'))
  const [emulator = '', program = ''] = String(scripts[script]).split(' -- ')
  const app = (other ?? program).replace(/--port \d+/, `--port ${new URL(addresses.url).port}`)
  const emulatorFlags = `--port ${new URL(addresses.authUrl).port} --data ${state}/emulator`
  return `${emulator} ${emulatorFlags} -- ${app} ${flags(addresses, state)}`
}

async function untilAnswered(url: string, hasEnded: () => boolean) {
  const giveUpAt = Date.now() + 60_000
  while (!hasEnded() && Date.now() < giveUpAt) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    await response?.body?.cancel()
    if (response) return true
    await sleep(100)
  }
  return false
}

const changesIn = (folder: string) =>
  execFileSync('git', ['status', '--porcelain', '--', folder], { cwd: root, encoding: 'utf8' })

/** Runs the script until its program answers. */
export async function startExample(example: ExampleScript): Promise<RunningExample> {
  const cwd = join(root, 'examples', example.folder)
  const before = changesIn(cwd)
  const port = await findPort(8820)
  const addresses = { url: `http://localhost:${port}`, authUrl: `http://localhost:${await findPort(4620)}` }
  const { child, log } = start('sh', ['-c', commandOf(example, addresses, temporaryFolder())], cwd, {
    PATH: join(cwd, 'node_modules/.bin') + delimiter + process.env.PATH,
    PORT: String(port),
    WRANGLER_SEND_METRICS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  })
  child.stdout.on('data', (chunk) => log.push(String(chunk)))
  if (!(await untilAnswered(`${addresses.url}/api/whoami`, () => child.exitCode !== null))) {
    await stop(child)
    throw new Error(`no answer: ${log.join('')}`)
  }
  return { ...addresses, changes: () => ({ before, now: changesIn(cwd) }), stop: () => stop(child) }
}

type Fixture = [
  // biome-ignore lint/complexity/noBannedTypes: Vitest reads the dependencies of a fixture from the pattern; there are none
  create: (needs: {}, use: (example: RunningExample) => Promise<void>) => Promise<void>,
  options: { scope: 'file' },
]

/** For `extend` of a `test`: all tests of a file have the same one. */
export const exampleFixture = (example: ExampleScript): Fixture => [
  // biome-ignore lint/correctness/noEmptyPattern: as above
  async ({}, use) => {
    const running = await startExample(example)
    await use(running)
    await running.stop()
  },
  { scope: 'file' },
]

/** What holds for the script of an example, in the file that tests its program. */
export function describeScript(test: TestAPI<{ worker: RunningExample }>): void {
  test.for(firstStops)('answers $title', async (stop, { worker }) => {
    expect(await visit(stop, worker.url, worker)).toBe(true)
  })

  test('changes no file of the repository', ({ worker }) => {
    const { before, now } = worker.changes()
    expect(now).toBe(before)
  })
}
