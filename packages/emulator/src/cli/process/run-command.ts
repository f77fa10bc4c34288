import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isErrno } from '../../store/errno.js'
import { relaySignals } from './signals.js'

/** The command of `exec` could not be started. Exit codes are those of a shell: 127 not found, 126 not executable. */
export class CommandError extends Error {
  readonly exitCode: 126 | 127

  constructor(message: string, exitCode: 126 | 127) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

/**
 * Runs a command with further variables in its environment. Returns its exit code.
 * @throws {CommandError}
 */
export function runCommand(command: readonly string[], variables: Readonly<Record<string, string>>): Promise<number> {
  const [file = '', ...args] = command
  const hasTerminal = Boolean(process.stdin.isTTY)
  // In its own process group, signals also reach the processes that the command starts. With a terminal, the command
  // stays in the foreground group to be able to read from it.
  const ownGroup = !hasTerminal && process.platform !== 'win32'
  const env = { ...process.env, ...variables }
  const send = (signal: NodeJS.Signals): void => signalCommand(child, ownGroup, signal)
  // Registered before the command starts: a signal in between would end this process and leave the command running.
  const relay = relaySignals(send, { hasTerminal })
  const child = spawn(file, args, { stdio: 'inherit', detached: ownGroup, env })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      relay.stop()
      reject(startError(file, error))
    })
    child.once('exit', (code, signal) => {
      // Background jobs of a shell ignore SIGINT, so the rest of the group is terminated here.
      if (relay.stop() && ownGroup) send('SIGTERM')
      resolve(code ?? (signal ? 128 + constants.signals[signal] : 1))
    })
  })
}

function signalCommand(child: ChildProcess, group: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(group ? -child.pid : child.pid, signal)
  } catch (error) {
    // The process has exited. macOS reports EPERM for a group of exited processes.
    if (!isErrno(error, 'ESRCH') && !isErrno(error, 'EPERM')) throw error
  }
}

function startError(file: string, error: Error): CommandError {
  const name = JSON.stringify(file)
  if (isErrno(error, 'ENOENT')) {
    const advice = /\s/.test(file)
      ? 'Write the command and its arguments as separate words, without quotes: exec -- npm run dev'
      : 'It is neither in PATH nor a path to an existing file.'
    return new CommandError(`exec: command not found: ${name}. ${advice}`, 127)
  }
  const reason = isErrno(error, 'EACCES') ? 'It is not an executable file.' : error.message
  return new CommandError(`exec: cannot run ${name}. ${reason}`, 126)
}
