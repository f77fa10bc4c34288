import { createAppOrigins } from '../../domain/project/app-origins.js'
import { allowedReturnUrl } from '../../domain/project/return-target.js'
import { REFRESH_TOKEN_MODES, type RefreshTokenMode } from '../../domain/project/setting-values.js'
import { endpointUrlProblem } from '../../domain/webhooks/endpoint-rules.js'
import { isWebhookSecret, WEBHOOK_SECRET_FORM } from '../../domain/webhooks/secrets.js'
import type { SeedWebhook } from '../../seed/seed.js'
import { chosenKeyProblem } from '../../store/api-key.js'
import type { Line } from './flags.js'
import { readChoice, readPort, readUrl } from './read-values.js'
import type { START_FLAGS } from './start-flags.js'
import { UsageError } from './usage-error.js'

/** The flags of `start` and `exec`, checked. */
export interface StartOptions {
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

type StartLine = Line<typeof START_FLAGS>

/** @throws {UsageError} */
export function readStartOptions(line: StartLine): StartOptions {
  const { values } = line
  const url = optional(line, readUrl)
  const secret = optional(line, readSecret)
  if (values.host === '') throw new UsageError('--host needs an address of this machine, or 0.0.0.0 for all of them')
  const options = {
    port: readPort(line.setBy('port') ?? '--port', values.port),
    strictPort: values['strict-port'],
    host: values.host,
    authUrl: url('auth-url'),
    issuer: url('issuer'),
    apiKey: secret('api-key'),
    mcpClientSecret: secret('mcp-client-secret'),
    seed: values.seed,
    data: values.data,
    fresh: values.fresh,
    json: values.json,
    appUrls: values['app-url'].map((text) => readUrl(line.setBy('app-url') ?? '', text)),
    logoutUrl: url('logout-url'),
    refreshTokens: optional(line, readMode)('refresh-tokens'),
    allowedHosts: values['allow-host'],
    webhooks: readWebhooks(line),
  }
  checkLogoutUrl(line, options)
  return options
}

type TextFlag =
  | 'auth-url'
  | 'issuer'
  | 'api-key'
  | 'mcp-client-secret'
  | 'logout-url'
  | 'refresh-tokens'
  | 'webhook-secret'

/** Reads the value of a flag if it is set. */
const optional =
  <Result>(line: StartLine, read: (source: string, text: string) => Result) =>
  (flag: TextFlag): Result | undefined => {
    const text = line.values[flag]
    return text === undefined ? undefined : read(line.setBy(flag) ?? '', text)
  }

const readMode = (source: string, text: string): RefreshTokenMode => readChoice(source, text, REFRESH_TOKEN_MODES)

function readSecret(source: string, secret: string): string {
  const problem = chosenKeyProblem(secret)
  if (problem !== undefined) throw new UsageError(`${source} ${problem}`)
  return secret
}

function readWebhooks(line: StartLine): readonly SeedWebhook[] {
  const urls = line.values.webhook
  const secret = optional(line, readWebhookSecret)('webhook-secret')
  if (secret !== undefined && urls.length === 0) throw new UsageError(`${line.setBy('webhook-secret')} needs --webhook`)
  return [...new Set(urls)].map((url) => {
    const problem = endpointUrlProblem(url)
    if (problem !== undefined) throw new UsageError(`${line.setBy('webhook')} ${url} ${problem}`)
    return { url, secret }
  })
}

function readWebhookSecret(source: string, secret: string): string {
  if (!isWebhookSecret(secret)) throw new UsageError(`${source} must be ${WEBHOOK_SECRET_FORM}`)
  return secret
}

function checkLogoutUrl(line: StartLine, { logoutUrl, appUrls, port, authUrl }: StartOptions): void {
  const rules = { authUrl: authUrl ?? `http://localhost:${port}`, appOrigins: createAppOrigins(appUrls) }
  if (logoutUrl !== undefined && !allowedReturnUrl(rules, logoutUrl))
    throw new UsageError(`${line.setBy('logout-url')} ${logoutUrl} is not on one of the apps (--app-url)`)
}
