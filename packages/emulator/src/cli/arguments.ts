import { parseArgs } from 'node:util'
import { createAppOrigins } from '../domain/project/app-origins.js'
import { allowedReturnUrl } from '../domain/project/return-target.js'
import { REFRESH_TOKEN_MODES, type RefreshTokenMode } from '../domain/project/setting-values.js'
import { endpointUrlProblem } from '../domain/webhooks/endpoint-rules.js'
import { isWebhookSecret, WEBHOOK_SECRET_FORM } from '../domain/webhooks/secrets.js'
import { unknownName } from '../seed/checks.js'
import type { SeedWebhook } from '../seed/seed.js'
import { chosenKeyProblem } from '../store/credentials.js'
import { parseSeedCommand, type SeedCommand } from './seed-arguments.js'
import { UsageError } from './usage-error.js'
import { type HelpCommand, parseWebhookCommand, type WebhookCommand } from './webhook-arguments.js'

/** A parsed command line. */
export type Command =
  | HelpCommand
  | { readonly name: 'version' }
  | { readonly name: 'start'; readonly flags: StartFlags }
  | { readonly name: 'exec'; readonly flags: StartFlags; readonly command: readonly string[] }
  | SeedCommand
  | WebhookCommand

export interface StartFlags {
  readonly port: number
  readonly strictPort: boolean
  readonly host: string | undefined
  readonly authUrl: string | undefined
  readonly issuer: string | undefined
  readonly apiKey: string | undefined
  readonly mcpClientSecret: string | undefined
  readonly seed: string | undefined
  readonly data: string
  readonly fresh: boolean
  readonly json: boolean
  readonly appUrls: readonly string[]
  readonly logoutUrl: string | undefined
  readonly refreshTokens: RefreshTokenMode | undefined
  readonly allowedHosts: readonly string[]
  readonly webhooks: readonly SeedWebhook[]
}

const OPTIONS = {
  port: { type: 'string', default: '4460' },
  'strict-port': { type: 'boolean', default: false },
  host: { type: 'string' },
  'auth-url': { type: 'string' },
  issuer: { type: 'string' },
  'api-key': { type: 'string' },
  'mcp-client-secret': { type: 'string' },
  seed: { type: 'string' },
  data: { type: 'string', default: '.propelauth' },
  fresh: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'app-url': { type: 'string', multiple: true },
  'logout-url': { type: 'string' },
  'refresh-tokens': { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  webhook: { type: 'string', multiple: true },
  'webhook-secret': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const

const HELP = `Usage: propelauth-emulator [start] [flags]
       propelauth-emulator exec [flags] -- COMMAND   run COMMAND with official SDKs redirected here, then stop
       propelauth-emulator seed …                    export, import or check a seed; see seed --help
       propelauth-emulator webhooks …                webhooks of a running emulator; see webhooks --help

A local PropelAuth for development and tests. Unofficial.

  --port N           port, 0 for any free one (default 4460)
  --strict-port      fail if the port is taken, instead of using the next free one
  --host ADDRESS     address to listen on (default 127.0.0.1 and ::1)
  --auth-url URL     where clients reach the emulator (default http://localhost:PORT)
  --issuer URL       the iss of tokens (default: the auth URL)
  --app-url URL      an app that browsers may return to; repeatable (default: any app on this machine)
  --logout-url URL   where browsers go after a logout (default: the first app URL, else the login page)
  --refresh-tokens MODE
                     reuse, rotate-with-grace or strict: whether a refresh replaces the refresh token (default reuse)
  --allow-host NAME  a further accepted host name; repeatable
  --api-key KEY      the API key, at least 32 characters (default: the one in the data directory)
  --mcp-client-secret SECRET
                     the secret of MCP servers for introspection (default: derived from the signing key)
  --webhook URL      an endpoint of your app that gets webhooks; repeatable
  --webhook-secret SECRET
                     what they are signed with, whsec_… (default: derived from the signing key)
  --seed FILE        the initial state, YAML or JSON (default: propelauth.seed.yaml if it exists, else five users)
  --data DIR         directory for state and keys, or :memory: (default .propelauth)
  --fresh            start from the seed again; the keys stay
  --json             print one line of JSON when ready
  --help, --version

Exit codes: 0 stopped, 1 failed, 2 invalid flags or seed, 3 port taken, 4 NODE_ENV=production. exec returns the exit
code of COMMAND, 126 if it cannot be run, 127 if it does not exist.
`

/** @throws {UsageError} */
export function parseCommand(argv: readonly string[]): Command {
  if (argv[0] === 'seed') return parseSeedCommand(argv.slice(1))
  if (argv[0] === 'webhooks') return parseWebhookCommand(argv.slice(1))
  const end = argv.indexOf('--')
  const own = end === -1 ? argv : argv.slice(0, end)
  const { values, positionals } = parseFlags(own)
  if (values.help) return { name: 'help', text: HELP }
  if (values.version) return { name: 'version' }
  const [name = 'start', ...rest] = positionals
  if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`)
  if (values.host === '') throw new UsageError('--host needs an address of this machine, or 0.0.0.0 for all of them')
  const flags = startFlags(values)
  checkLogoutUrl(flags)
  if (name === 'start') return { name, flags }
  if (name !== 'exec') throw new UsageError(unknownName(name, ['start', 'exec', 'seed', 'webhooks']))
  const command = end === -1 ? [] : argv.slice(end + 1)
  if (!command[0]) throw new UsageError('exec needs a command after --')
  return { name, flags, command }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(explain(error, args))
  }
}

function explain(error: unknown, args: readonly string[]): string {
  const flag = args.find((arg) => arg.startsWith('--') && !Object.hasOwn(OPTIONS, flagName(arg)))
  if (flag)
    return unknownName(
      `--${flagName(flag)}`,
      Object.keys(OPTIONS).map((name) => `--${name}`),
    )
  return error instanceof Error ? error.message : String(error)
}

const flagName = (arg: string): string => arg.slice(2).split('=')[0] ?? ''

function startFlags(values: ReturnType<typeof parseFlags>['values']): StartFlags {
  return {
    port: readPort(values.port),
    strictPort: values['strict-port'],
    host: values.host,
    authUrl: readUrl('--auth-url', values['auth-url']),
    issuer: readUrl('--issuer', values.issuer),
    apiKey: readSecret('--api-key', values['api-key']),
    mcpClientSecret: readSecret('--mcp-client-secret', values['mcp-client-secret']),
    seed: values.seed,
    data: values.data,
    fresh: values.fresh,
    json: values.json,
    appUrls: (values['app-url'] ?? []).map((url) => readUrl('--app-url', url) ?? url),
    logoutUrl: readUrl('--logout-url', values['logout-url']),
    refreshTokens: readMode(values['refresh-tokens']),
    allowedHosts: values['allow-host'] ?? [],
    webhooks: readWebhooks(values.webhook ?? [], values['webhook-secret']),
  }
}

function readWebhooks(urls: readonly string[], secret: string | undefined): readonly SeedWebhook[] {
  if (secret !== undefined && !isWebhookSecret(secret))
    throw new UsageError(`--webhook-secret must be ${WEBHOOK_SECRET_FORM}`)
  if (secret !== undefined && urls.length === 0) throw new UsageError('--webhook-secret needs --webhook')
  return [...new Set(urls)].map((url) => {
    const problem = endpointUrlProblem(url)
    if (problem !== undefined) throw new UsageError(`--webhook ${url} ${problem}`)
    return { url, secret }
  })
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--port must be a number from 0 to 65535, not ${text}`)
  return port
}

function readSecret(flag: string, secret: string | undefined): string | undefined {
  const problem = secret === undefined ? undefined : chosenKeyProblem(secret)
  if (problem !== undefined) throw new UsageError(`${flag} ${problem}`)
  return secret
}

function checkLogoutUrl({ logoutUrl, appUrls, port, authUrl = `http://localhost:${port}` }: StartFlags): void {
  const appOrigins = createAppOrigins(appUrls)
  if (logoutUrl !== undefined && !allowedReturnUrl({ authUrl, appOrigins }, logoutUrl))
    throw new UsageError(`--logout-url ${logoutUrl} is not on one of the apps (--app-url)`)
}

function readMode(text: string | undefined): RefreshTokenMode | undefined {
  const mode = REFRESH_TOKEN_MODES.find((known) => known === text)
  if (text !== undefined && mode === undefined)
    throw new UsageError(`--refresh-tokens must be ${REFRESH_TOKEN_MODES.join(' or ')}, not ${text}`)
  return mode
}

function readUrl(flag: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`${flag} must be an http(s) URL, not ${text}`)
  return text
}
