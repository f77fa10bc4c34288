import { unknownName } from '../seed/values/checks.js'
import type { Command } from './line/command.js'
import { UsageError } from './line/usage-error.js'

interface Entry {
  /** What it does, for the list of commands. */
  readonly summary: string
  load(): Promise<Command>
}

const starting = () => import('./commands/start-commands.js')
const others = () => import('./commands/other-commands.js')

/** The commands, in the order of the help text. Their code is loaded when one of them is run. */
export const COMMANDS = {
  start: { summary: 'start the emulator', load: async () => (await starting()).start },
  exec: {
    summary: 'start it, run a command with official SDKs redirected to it, then stop',
    load: async () => (await starting()).exec,
  },
  init: {
    summary: 'write a seed file with comments, and an entry in .gitignore',
    load: async () => (await others()).init,
  },
  validate: { summary: 'check a seed file, without starting', load: async () => (await others()).validate },
  env: { summary: 'print the environment variables for an app', load: async () => (await others()).env },
  status: {
    summary: 'say whether the emulator of this directory runs, and where',
    load: async () => (await others()).status,
  },
  stop: { summary: 'stop the emulator of this directory', load: async () => (await others()).stop },
  seed: { summary: 'apply a seed file to the running emulator', load: async () => (await others()).seed },
  reset: { summary: 'restore the seed of the running emulator', load: async () => (await others()).reset },
  snapshot: {
    summary: 'save the whole state of the running emulator by name, and return to it',
    load: async () => (await others()).snapshot,
  },
  export: {
    summary: 'write the state of the running emulator as a seed file',
    load: async () => (await others()).exportState,
  },
  import: {
    summary: 'replace the state of the running emulator by an export',
    load: async () => (await others()).importState,
  },
  users: { summary: 'list, show and create users', load: async () => (await others()).users },
  orgs: { summary: 'list, show and create organizations', load: async () => (await others()).orgs },
  roles: { summary: 'list and change roles, and who gets which', load: async () => (await others()).roles },
  sso: { summary: 'single sign-on of an organization', load: async () => (await others()).sso },
  token: { summary: 'mint, decode and verify access tokens', load: async () => (await others()).token },
  mail: { summary: 'show captured mail, or wait for it', load: async () => (await others()).mail },
  clock: { summary: 'show, advance and reset the clock of the emulator', load: async () => (await others()).clock },
  faults: { summary: 'make requests to the emulator fail or wait', load: async () => (await others()).faults },
  keys: { summary: 'show the API key and the signing key', load: async () => (await others()).keys },
  webhooks: { summary: 'endpoints, deliveries and test events', load: async () => (await others()).webhooks },
  doctor: {
    summary: 'check what keeps the emulator from starting or from being reached',
    load: async () => (await others()).doctor,
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
