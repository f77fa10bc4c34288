import { existsSync, readFileSync } from 'node:fs'
import { appSecrets } from '../environment.js'
import { ProductionError, refuseProduction } from '../production.js'
import { hasPublicName } from '../public-name.js'
import { DEFAULT_SEED, PERSONAS } from '../seed/personas.js'
import type { Seed } from '../seed/seed.js'
import { SeedError } from '../seed/seed-error.js'
import { type EmulatorServer, PortTakenError, startServer } from '../server.js'
import { foreignFiles } from '../store/data-directory.js'
import { type Command, parseCommand, type StartFlags } from './arguments.js'
import { CommandError, runCommand } from './exec.js'
import { seedCommand } from './seed.js'
import { UsageError } from './usage-error.js'
import { webhookCommand } from './webhooks.js'

/** Runs the command line. Returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(parseCommand(argv))
  } catch (error) {
    process.stderr.write(`propelauth-emulator: ${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof UsageError) process.stderr.write('Try propelauth-emulator --help.\n')
    return exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof SeedError) return 2
  if (error instanceof PortTakenError) return 3
  if (error instanceof CommandError) return error.exitCode
  return error instanceof ProductionError ? 4 : 1
}

async function run(command: Command): Promise<number> {
  if (command.name === 'help') return print(command.text)
  if (command.name === 'version') return print(`${version()}\n`)
  if (command.name === 'seed') return print(await seedCommand(command))
  if (command.name === 'webhooks') return print(await webhookCommand(command))
  refuseProduction()
  const seed = await loadSeed(command.flags.seed)
  await using server = await start(command.flags, seed ?? DEFAULT_SEED)
  const hasPersonas = seed === undefined
  if (command.name === 'exec') return await execCommand(command.command, server, hasPersonas)
  // Registered before the ready line, because its reader may send a signal at once.
  const stopped = stopSignal()
  print(command.flags.json ? readyLine(server, hasPersonas) : banner(server, command.flags, hasPersonas))
  await stopped
  return 0
}

/** Prints only the random password of the personas, if they have one. */
async function execCommand(command: readonly string[], server: EmulatorServer, hasPersonas: boolean): Promise<number> {
  if (server.exposed && hasPersonas) warn(`the password of the personas is ${server.emulator.personaPassword}`)
  return runCommand(command, server.emulator)
}

function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}

const USUAL_SEED = 'propelauth.seed.yaml'

/** Undefined if no seed file was given and the default file does not exist. */
async function loadSeed(file: string | undefined): Promise<Seed | undefined> {
  if (file === undefined && !existsSync(USUAL_SEED)) return undefined
  const name = file ?? USUAL_SEED
  if (!existsSync(name)) throw new UsageError(`there is no seed file ${name}`)
  const { parseSeed } = await import('../seed/parse-seed.js')
  return parseSeed(readFileSync(name, 'utf8'), name)
}

async function start(flags: StartFlags, seed: Seed): Promise<EmulatorServer> {
  const { authUrl, issuer, host, apiKey, mcpClientSecret, logoutUrl, refreshTokens, ...rest } = flags
  const isNamed = hasPublicName({ allowedHosts: flags.allowedHosts, ...(authUrl === undefined ? {} : { authUrl }) })
  const server = await startServer({
    ...rest,
    ...(isNamed ? { protectControl: true } : {}),
    seed,
    ...(host === undefined ? {} : { host }),
    ...(authUrl === undefined ? {} : { authUrl }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(mcpClientSecret === undefined ? {} : { mcpClientSecret }),
    ...(logoutUrl === undefined ? {} : { logoutUrl }),
    ...(refreshTokens === undefined ? {} : { refreshTokens }),
  })
  if (flags.port !== 0 && server.port !== flags.port)
    warn(`port ${flags.port} is taken, so this is port ${server.port}`)
  if (server.exposed)
    warn(
      `other machines can connect${isNamed ? '' : ` to ${host}`}, so /_emulator and /signup need the API key as control key`,
    )
  if (flags.data !== ':memory:' && foreignFiles(flags.data).length > 0)
    warn(`${flags.data} holds files of others, too: keep emulator.sqlite and credentials.json in it out of git`)
  return server
}

function warn(text: string): void {
  process.stderr.write(`propelauth-emulator: ${text}\n`)
}

function readyLine({ emulator, port, exposed }: EmulatorServer, hasPersonas: boolean): string {
  const { authUrl, apiKey, verifierKey, introspection, webhookSecret } = appSecrets(emulator)
  const { issuer, personaPassword } = emulator
  const mcp = { mcpClientId: introspection.clientId, mcpClientSecret: introspection.clientSecret }
  const password = exposed && hasPersonas ? { personaPassword } : {}
  return `${JSON.stringify({ ready: true, authUrl, apiKey, verifierKey, issuer, port, ...mcp, webhookSecret, ...password })}\n`
}

function banner({ emulator, exposed }: EmulatorServer, flags: StartFlags, personas: boolean): string {
  const { authUrl, issuer, apiKey, personaPassword } = emulator
  const { users, orgs } = emulator.counts()
  const people = Object.values(PERSONAS).map((persona) => persona.email.split('@')[0])
  const howToLogIn = exposed ? '' : 'one click each, or '
  const lines = [
    '',
    `  PropelAuth emulator ${version()}: unofficial, for development and tests only`,
    `  Auth URL    ${authUrl}${issuer === authUrl ? '' : `   issuer ${issuer}`}`,
    `  Dashboard   ${authUrl}/_emulator`,
    `  Mail        none is sent; read it at ${authUrl}/_emulator/mail`,
    `  API key     ${apiKey}`,
    `  MCP server  ${emulator.introspection.clientId}, secret ${emulator.introspection.clientSecret}`,
    ...emulator.webhooks.endpoints().map(({ url, secret }) => `  Webhooks    ${url}, secret ${secret}`),
    `  Data        ${flags.data}   ${users} users, ${orgs} organizations`,
    ...(personas ? [`  Log in      ${people.join(', ')}: ${howToLogIn}password ${personaPassword}`] : []),
    '  Next        give your app PROPELAUTH_AUTH_URL (the auth URL) and PROPELAUTH_API_KEY (the API key)',
    '  Stop with Ctrl-C',
    '',
  ]
  return `${lines.join('\n')}\n`
}

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
