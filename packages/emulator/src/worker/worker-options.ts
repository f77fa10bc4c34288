import { type Environment, readVariables } from '../cli/line/flags.js'
import { START_FLAGS } from '../cli/line/start-flags.js'
import { readStartOptions } from '../cli/line/start-options.js'
import { toEmulatorOptions } from '../cli/line/to-emulator-options.js'
import { UsageError } from '../cli/line/usage-error.js'
import type { EmulatorOptions } from '../emulator-options.js'
import { refuseProduction } from '../production.js'
import { hasPublicName } from '../public-name.js'

/** Options of an emulator on Workers. */
export interface WorkerOptions extends EmulatorOptions {
  readonly authUrl: string
  readonly apiKey: string
}

/** Flags about this machine: a port, files, output. */
const LOCAL_FLAGS = ['port', 'strict-port', 'host', 'seed', 'data', 'fresh', 'json'] as const

/** The key in `.dev.vars` of the example. It is public, because the repository has it. */
const EXAMPLE_KEY = 'emulator-key-of-the-example-team-emulator'

/**
 * The options from the variables of the command line.
 * @throws {UsageError} for a variable that is missing, invalid, or about a machine
 * @throws {ProductionError} when `NODE_ENV` is `production`
 */
export function readWorkerOptions(env: Environment): WorkerOptions {
  refuseProduction(env)
  const line = readVariables(START_FLAGS, env)
  const local = LOCAL_FLAGS.map((flag) => line.setBy(flag)).find((variable) => variable !== undefined)
  if (local !== undefined) throw new UsageError(`${local} is for a machine, and has no effect on Workers: remove it`)
  const { authUrl, apiKey, ...options } = toEmulatorOptions(readStartOptions(line))
  if (authUrl === undefined)
    throw new UsageError('PROPELAUTH_EMULATOR_AUTH_URL is not set: it is the address of this Worker')
  if (apiKey === undefined)
    throw new UsageError(
      'PROPELAUTH_EMULATOR_API_KEY is not set: it is the control key. Set it with `wrangler secret put PROPELAUTH_EMULATOR_API_KEY`',
    )
  if (apiKey === EXAMPLE_KEY && hasPublicName({ ...options, authUrl }))
    throw new UsageError('PROPELAUTH_EMULATOR_API_KEY is the public key of an example: choose another one')
  return { ...options, authUrl, apiKey }
}
