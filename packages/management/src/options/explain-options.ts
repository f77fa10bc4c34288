import type { ManagementOptions } from './options.js'
import { isProduction } from './production.js'
import { isLoopback, toSafeUrl } from './urls.js'

/**
 * Refuses what `createTransport` refuses, and says why; also what does not fit production. No message quotes the API key
 * or a `baseUrl`, which may hold a password.
 * @throws {TypeError} says what was found, what was expected and what to do
 */
export function explainOptions(options: ManagementOptions): void {
  const { authUrl, apiKey, baseUrl, allowEmulator } = options
  checkPresence('authUrl', authUrl, 'PROPELAUTH_AUTH_URL')
  checkPresence('apiKey', apiKey, 'PROPELAUTH_API_KEY')
  const url = readUrl('authUrl', authUrl, allowEmulator)
  if (baseUrl !== undefined) readUrl('baseUrl', baseUrl, allowEmulator)
  checkEmulator(url, options)
  checkApiKey(`${apiKey}`.trim())
}

function check(isValid: unknown, message: string): void {
  if (!isValid) throw new TypeError(message)
}

/** A missing environment variable is the usual cause. */
function checkPresence(name: string, value: string | undefined, variable: string): void {
  check(value?.trim(), `${name} is ${value === undefined ? value : 'empty'}. Is ${variable} set?`)
}

function readUrl(name: string, text: string | undefined, allowHttp: unknown): URL {
  const url = toSafeUrl(text, allowHttp)
  if (url) return url
  // A host with a port, such as `localhost:4460`, is a URL whose scheme is the host.
  const hasScheme = /^\s*[a-z][a-z\d+.-]*:(?!\d)/i.test(`${text}`)
  const problem = hasScheme
    ? 'must be https, or http on loopback or with allowEmulator'
    : 'has no scheme: https:// is missing at its beginning (http:// for the emulator on loopback)'
  throw new TypeError(`${name} ${problem}`)
}

/** An application in production must not use an emulator instead of its project by mistake. */
function checkEmulator(url: URL, { baseUrl, allowEmulator }: ManagementOptions): void {
  const isLocal = isLoopback(url)
  // Read on demand, since Deno may prompt for it.
  const inProduction = (isLocal || allowEmulator) && isProduction()
  const fits = allowEmulator
    ? (isLocal && allowEmulator === true) || (!inProduction && (allowEmulator === 'remote' || url.protocol === 'http:'))
    : !isLocal || baseUrl !== undefined || (allowEmulator === undefined && !inProduction)
  check(
    fits,
    `authUrl is ${url.origin}${inProduction ? ' with NODE_ENV=production' : ''}, and allowEmulator ${allowEmulator}. It must be true for an emulator, 'remote' for one behind https, and absent for a project; in production only true on loopback is allowed`,
  )
}

function checkApiKey(apiKey: string): void {
  check(!/^bearer\s/i.test(apiKey), 'apiKey starts with "Bearer ": pass the key alone')
  check(!/\s/.test(apiKey), 'apiKey has white space in it: pass the key alone')
  check(/^[!-~]+$/.test(apiKey), 'apiKey must be one word of ASCII')
}
