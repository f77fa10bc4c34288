import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

const windows = process.platform === 'win32'
const running = new Set<ChildProcess>()

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (child.pid) process.kill(windows ? child.pid : -child.pid, signal)
  } catch {
    // The group has ended.
  }
}

// When this process ends, so do the programs it has started.
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL')
})

export interface Program extends AsyncDisposable {
  readonly child: ChildProcess
  /** The first line that it wrote to its output. */
  readonly line: string
  /** Everything written so far. */
  output(): { readonly stdout: string; readonly stderr: string }
  /** Sends the signal to the program and its children, and waits for the end. Returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts a program in a process group of its own, and waits for the first line of its output. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Program> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: !windows })
  running.add(child)
  const written = { stdout: '', stderr: '' }
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.once('exit', () => running.delete(child))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    written.stderr += chunk
  })
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    if (running.has(child)) signalGroup(child, signal)
    return closed
  }
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      written.stdout += chunk
      const end = written.stdout.indexOf('\n')
      if (end >= 0) resolve(written.stdout.slice(0, end))
    })
    closed.then((code) => reject(new Error(`${command} ended with ${code}: ${written.stderr}`)))
  })
  return { child, line, stop, output: () => written, [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')) }
}
