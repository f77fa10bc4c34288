import type { CallOptions, ManagementOptions } from '../options/options.js'
import { isLoopback, toSafeUrl } from '../options/urls.js'
import type { WireRequest } from '../request/to-request.js'
import { attempt, attemptAndRetry } from './attempts.js'
import { withDeadline } from './deadline.js'
import { neverCached } from './never-cached.js'
import { createRedact } from './redact.js'
import type { WireResponse } from './response.js'

/** A connection to the backend API of one project. Its API key cannot be read out of it. */
export interface Transport {
  /** Origin of the auth URL, the issuer of the project's access tokens. */
  readonly issuer: string
  /**
   * Sends a request, with retries where they are safe and fit into the time limit. A response of any status is a result.
   * @throws {ManagementError} `timeout`, `network`
   * @throws {TypeError} wrong options
   * @throws the reason of the caller's signal
   */
  readonly send: (request: WireRequest, options?: CallOptions) => Promise<WireResponse>
}

/** By name alone, to stay small. `createManagementClient` says what is wrong. */
function refuse(option: string): never {
  throw new TypeError(`invalid option "${option}"`)
}

/** A misspelt option would be ignored. */
function refuseUnknown(unknown: object): void {
  for (const name in unknown) refuse(name)
}

/** The auth URL, and the URL of the backend API without a slash at its end. */
function readUrls(
  authText: string | undefined,
  baseText: string | undefined,
  allowEmulator: ManagementOptions['allowEmulator'],
): readonly [authUrl: URL, apiUrl: string] {
  const authUrl = toSafeUrl(authText, allowEmulator) ?? refuse('authUrl')
  const isLocal = isLoopback(authUrl)
  // Any other value, such as the text 'false' of an environment variable, would count as true.
  const known = [undefined, false, 'remote', isLocal || authUrl.protocol === 'http:']
  if (!known.includes(allowEmulator)) refuse('allowEmulator')
  const defaultText = (allowEmulator ?? isLocal) ? authUrl.origin : 'https://propelauth-api.com'
  const { origin, pathname } = toSafeUrl(baseText ?? defaultText, allowEmulator) ?? refuse('baseUrl')
  return [authUrl, origin + pathname.replace(/\/$/, '')]
}

/** Checked here: the error of `fetch` would quote a key that does not fit into a header. */
const readApiKey = (text = '') => /^\s*([!-~]+)\s*$/.exec(text)?.[1] ?? refuse('apiKey')

/**
 * Connects to the backend API without naming its operations, so that a bundle holds only those it calls. To stay small,
 * it checks the names of options and what protects the API key. `createManagementClient` also checks their values and
 * `NODE_ENV`, and says what is wrong.
 *
 * @throws {TypeError} wrong options
 * @example
 * ```ts
 * import { call, createTransport, fetchOrg } from '@propelauth-edge/management'
 *
 * const transport = createTransport({ authUrl: 'https://auth.example.com', apiKey: 'key' })
 * const org = await call(transport, fetchOrg, '14824461-43b7-4f9b-8e1b-a0f2e5717cd7')
 * ```
 */
export function createTransport({
  authUrl,
  apiKey: apiKeyText,
  allowEmulator,
  baseUrl,
  fetch,
  timeoutMs: defaultTimeoutMs = 10_000,
  maxRetries = 2,
  headers: defaultHeaders,
  onEvent,
  ...unknown
}: ManagementOptions): Transport {
  refuseUnknown(unknown)
  const [{ origin: issuer, hostname }, apiUrl] = readUrls(authUrl, baseUrl, allowEmulator)
  const apiKey = readApiKey(apiKeyText)
  const redact = createRedact(apiKey)

  async function send(request: WireRequest, own: CallOptions = {}): Promise<WireResponse> {
    const { signal: caller, timeoutMs = defaultTimeoutMs, headers, ...unknown } = own
    refuseUnknown(unknown)
    caller?.throwIfAborted()
    const { operation, method, host, path, body, token = apiKey } = request
    const init = {
      method,
      body: body ?? null,
      // A redirect could take the API key to another host.
      redirect: 'manual' as const,
      ...neverCached(),
      headers: {
        ...Object.fromEntries([...new Headers(defaultHeaders), ...new Headers(headers)]),
        // Ours come last, so that no other replaces them: `Headers` has all names in lower case.
        ...(body && { 'content-type': 'application/json' }),
        'x-propelauth-url': hostname,
        authorization: `Bearer ${token}`,
      },
    }
    return withDeadline(operation, timeoutMs, caller, (signal) =>
      attemptAndRetry(
        request,
        () => attempt(fetch, (host ? issuer : apiUrl) + path, { ...init, signal }, redact),
        signal,
        { maxRetries, timeoutMs, onEvent },
      ),
    )
  }

  return { issuer, send }
}
