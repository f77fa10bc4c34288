// Child processes, one at a time. Each gets a process group of its own, so that one signal reaches its whole tree.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const windows = process.platform === 'win32'

/** How long a process tree may take to end after a signal, or after its first process has ended. */
const graceMs = 5_000

/** The process id of the child that runs now: its process group has the same number. */
let running
/** The first signal that asked this process to stop. */
let stoppedBy

function signalGroup(pid, signal) {
  try {
    process.kill(windows ? pid : -pid, signal)
    return true
  } catch {
    return false
  }
}

function stop(signal) {
  stoppedBy ??= signal
  if (!running) process.exit(128 + constants.signals[signal])
  const pid = running
  signalGroup(pid, signal)
  setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs).unref()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))

// When npm is killed, nothing passes the signal on.
const parent = process.ppid
setInterval(() => process.ppid !== parent && stop('SIGTERM'), 500).unref()

/** Waits until no process of the group is left. */
async function untilEnded(pid) {
  const giveUpAt = Date.now() + graceMs
  while (!windows && signalGroup(pid, 0) && Date.now() < giveUpAt) await sleep(50)
  if (!windows) signalGroup(pid, 'SIGKILL')
}

/**
 * Runs a program to its end and gives its exit code.
 *
 * @param {object} options
 * @param {string} options.cwd
 * @param {boolean} [options.quiet] print its output only if it fails
 * @param {boolean} [options.must] end this process with it if it fails or a signal arrives
 */
export async function run(command, args, { cwd, quiet = false, must = false }) {
  const child = spawn(command, args, {
    cwd,
    detached: !windows,
    shell: windows,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  running = child.pid
  const output = []
  child.stdout?.on('data', (chunk) => output.push(chunk))
  child.stderr?.on('data', (chunk) => output.push(chunk))
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(1)
    })
    child.once('close', (status, signal) => resolve(status ?? 128 + constants.signals[signal]))
  })
  if (child.pid) await untilEnded(child.pid)
  running = undefined
  if (code !== 0 && !stoppedBy) process.stderr.write(Buffer.concat(output))
  if (must && (code !== 0 || stoppedBy)) process.exit(code || 128 + constants.signals[stoppedBy])
  return code
}
