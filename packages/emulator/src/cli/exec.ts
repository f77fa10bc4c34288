import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Emulator } from '../emulator.js'

/** Runs a command with the project's variables set and official SDKs redirected. Returns its exit code. */
export function runCommand(command: readonly string[], emulator: Emulator): Promise<number> {
  const [file = '', ...args] = command
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...commandEnvironment(emulator) } })
  // The terminal sends Ctrl-C to the child as well; here it only must not end us first.
  const ignore = (): void => undefined
  const forward = (): void => void child.kill('SIGTERM')
  process.on('SIGINT', ignore)
  process.on('SIGTERM', forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', forward)
      resolve(code ?? (signal ? 128 + constants.signals[signal] : 1))
    })
  })
}

/** Official SDKs have no setting for the address they call, so their fetch is redirected by a preload. */
function commandEnvironment({ authUrl, apiKey, verifierKey }: Emulator): Readonly<Record<string, string>> {
  const preload = `--import=${new URL('./redirect.js', import.meta.url)}`
  return {
    PROPELAUTH_AUTH_URL: authUrl,
    PROPELAUTH_API_KEY: apiKey,
    PROPELAUTH_VERIFIER_KEY: verifierKey,
    PROPELAUTH_API_URL: authUrl,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, preload].filter(Boolean).join(' '),
  }
}
