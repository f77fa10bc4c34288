import { unknownName } from '../seed/checks.js'
import type { Command } from './line/command.js'
import { UsageError } from './line/usage-error.js'

interface Entry {
  /** Completes the sentence "it will …". */
  readonly summary: string
  load(): Promise<Command>
}

/** The commands, in the order of the help text. Each is loaded when it is run. */
export const COMMANDS = {
  start: { summary: 'start the emulator', load: async () => (await import('./commands/start.js')).start },
  exec: {
    summary: 'start it, run a command with official SDKs redirected to it, then stop',
    load: async () => (await import('./commands/exec.js')).exec,
  },
  init: {
    summary: 'write a seed file with comments, and an entry in .gitignore',
    load: async () => (await import('./commands/init.js')).init,
  },
  validate: {
    summary: 'check a seed file, without starting',
    load: async () => (await import('./commands/validate.js')).validate,
  },
  env: {
    summary: 'print the environment variables for an app',
    load: async () => (await import('./commands/env.js')).env,
  },
  status: {
    summary: 'say whether the emulator of this directory runs, and where',
    load: async () => (await import('./commands/status.js')).status,
  },
  stop: { summary: 'stop the emulator of this directory', load: async () => (await import('./commands/stop.js')).stop },
  seed: {
    summary: 'apply a seed file to the running emulator',
    load: async () => (await import('./commands/seed.js')).seed,
  },
  reset: {
    summary: 'restore the seed of the running emulator',
    load: async () => (await import('./commands/reset.js')).reset,
  },
  export: {
    summary: 'write the state of the running emulator as a seed file',
    load: async () => (await import('./commands/export.js')).exportState,
  },
  import: {
    summary: 'replace the state of the running emulator by an export',
    load: async () => (await import('./commands/import.js')).importState,
  },
  users: { summary: 'list, show and create users', load: async () => (await import('./commands/users.js')).users },
  orgs: { summary: 'list, show and create organizations', load: async () => (await import('./commands/orgs.js')).orgs },
  token: {
    summary: 'mint, decode and verify access tokens',
    load: async () => (await import('./commands/token.js')).token,
  },
  mail: { summary: 'show captured mail, or wait for it', load: async () => (await import('./commands/mail.js')).mail },
  clock: {
    summary: 'show, advance and reset the clock of the emulator',
    load: async () => (await import('./commands/clock.js')).clock,
  },
  faults: {
    summary: 'make requests to the emulator fail or wait',
    load: async () => (await import('./commands/faults.js')).faults,
  },
  keys: {
    summary: 'show the API key and the signing key',
    load: async () => (await import('./commands/keys.js')).keys,
  },
  webhooks: {
    summary: 'endpoints, deliveries and test events',
    load: async () => (await import('./commands/webhooks.js')).webhooks,
  },
  doctor: {
    summary: 'check what keeps the emulator from starting or from being reached',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
} as const satisfies Readonly<Record<string, Entry>>

export type CommandName = keyof typeof COMMANDS

export const isCommandName = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(COMMANDS, name)

/** @throws {UsageError} with the most similar command */
export function commandNamed(name: string): CommandName {
  if (isCommandName(name)) return name
  throw new UsageError(`there is no such command: ${unknownName(name, Object.keys(COMMANDS))}`)
}
