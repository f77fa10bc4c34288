// `npm start` and the signals that end it. Each must end the emulator, wrangler and workerd as well.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { isFree, root } from '../services.ts'

interface Demo {
  readonly npm: ChildProcess
  readonly output: () => string
  readonly ports: readonly number[]
}

let demo: Demo | undefined

/** Runs `npm start` until the Worker answers. */
async function startDemo(): Promise<Demo> {
  const npm = spawn('npm', ['start'], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk))
  while (!output.includes('✓ no token')) {
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}: ${output}`)
    await sleep(50)
  }
  const ports = [...output.matchAll(/http:\/\/localhost:(\d+)/g)].map(([, port]) => Number(port))
  return { npm, output: () => output, ports: [...new Set(ports)] }
}

/** The process ids below a process, from `ps`. */
function descendantsOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  const living = rows.map((row) => row.trim().split(/\s+/)).filter(([, , state]) => !state?.startsWith('Z'))
  const below = (ancestor: number): number[] => {
    const children = living.filter(([, parent]) => Number(parent) === ancestor).map(([child]) => Number(child))
    return [...children, ...children.flatMap(below)]
  }
  return below(pid)
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Ends npm, and waits until no process of the demo is left. */
async function expectToEnd({ npm, ports }: Demo, end: () => void) {
  const pids = [Number(npm.pid), ...descendantsOf(Number(npm.pid))]
  expect(pids.length).toBeGreaterThan(4)
  const ended = once(npm, 'exit')
  end()
  await ended
  while (pids.some(isAlive)) await sleep(50)
  expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true))
}

/** The `node tools/run.mjs` below npm. */
const runnerOf = ({ npm }: Demo) => descendantsOf(Number(npm.pid))[0] ?? 0

const endings: readonly (readonly [string, (demo: Demo) => void])[] = [
  ['SIGINT to npm alone', ({ npm }) => npm.kill('SIGINT')],
  ['SIGKILL to npm alone', ({ npm }) => npm.kill('SIGKILL')],
  ['SIGINT to tools/run.mjs alone', (running) => process.kill(runnerOf(running), 'SIGINT')],
  ['SIGKILL to tools/run.mjs alone', (running) => process.kill(runnerOf(running), 'SIGKILL')],
  ['Ctrl-C at a terminal', ({ npm }) => process.kill(-Number(npm.pid), 'SIGINT')],
]

describe('npm start', () => {
  afterEach(() => {
    if (demo)
      for (const pid of [Number(demo.npm.pid), ...descendantsOf(Number(demo.npm.pid))])
        if (isAlive(pid)) process.kill(pid, 'SIGKILL')
    demo = undefined
  })

  // First, because the Worker that it restarts leaves what Node has compiled for all other Wranglers.
  test('prints commands that work when they are pasted into a shell, and ends on SIGTERM to npm alone', async () => {
    const running = await startDemo()
    demo = running
    const { output, npm } = running
    while (!output().includes('Ctrl-C ends everything')) await sleep(50)
    const commands = output().slice(output().indexOf('\nTOKEN='), output().indexOf('Ctrl-C ends'))
    expect(execFileSync('sh', ['-c', commands], { encoding: 'utf8', stdio: 'pipe' })).toContain('owner@acme.test')
    await expectToEnd(running, () => npm.kill('SIGTERM'))
  })

  test.each(endings)('ends with everything it started on %s', async (_title, end) => {
    const running = await startDemo()
    demo = running
    await expectToEnd(running, () => end(running))
  })
})
