import { isLoopback } from '../checks/auth-url.js'
import type { Fetch } from '../keys/fetch-jwks.js'
import { type RequestLike, readHeader, toBearerToken } from '../request/bearer-token.js'
import type { RequestContext } from '../request/request-context.js'
import type { AuthErrorCode } from '../response/errors.js'
import { isRefusal } from '../response/refusal.js'
import { isProduction } from '../token/runtime.js'
import type { User } from '../user/user.js'
import { userVerification } from '../user/verify-user.js'
import type { KeyLayer } from './key-layers.js'
import { statusOf, toPlainResponse } from './plain-response.js'
import type { TokenCacheLayer } from './token-cache-layer.js'

export interface VerifierOptions {
  /** The auth URL of the project. Its origin is the expected issuer. */
  readonly authUrl: string
  /** `remoteKeys({ cache })`, `keysOf(jwks)` or `pemKey(text)`. */
  readonly keys: KeyLayer
  /** `tokenCache()`; without it, every token is verified. */
  readonly tokenCache?: TokenCacheLayer | undefined
  /** Accepted issuers, where they differ from the origin of the auth URL. */
  readonly issuer?: string | readonly string[] | undefined
  /** Fetches the keys. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined
  /** The clock, in milliseconds of Unix time. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** The user of a request, or why there is none. */
export type VerifierResult =
  | { readonly ok: true; readonly user: User }
  | {
      readonly ok: false
      readonly code: AuthErrorCode
      /** 401, or 503 where the keys are unavailable. */
      readonly status: number
      /** The exact reason, for logs. */
      readonly detail: string | undefined
      /** The response to send, with the challenge of RFC 6750; with `detail`, the body names the exact reason. */
      response(options?: { readonly detail?: boolean | undefined }): Response
    }

export interface Verifier {
  /** Never throws for a credential. */
  authenticateRequest(request: RequestLike, context?: RequestContext): Promise<VerifierResult>
}

const names = ['authUrl', 'keys', 'tokenCache', 'issuer', 'fetch', 'now']

/** @throws {TypeError} that names the option */
function check(options: VerifierOptions): URL {
  const { authUrl, keys } = options
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown) throw new TypeError(`createVerifier: unknown option "${unknown}"; known: ${names}`)
  if (typeof keys !== 'function') throw new TypeError('createVerifier: keys must be remoteKeys(), keysOf() or pemKey()')
  if (!URL.canParse(authUrl))
    throw new TypeError('createVerifier: authUrl must be a URL such as https://auth.example.com')
  return new URL(authUrl)
}

/**
 * The checks of `createPropelAuth` without its conveniences, for bundles in which every byte counts: reads the
 * `Authorization` header, verifies the token, gives the user. Tolerates clocks that differ by 10 seconds, and tokens of
 * up to 32 KiB. Keys of the local emulator count on loopback, outside production.
 *
 * @throws {TypeError} for an option that is unknown or wrong
 *
 * @example
 * ```ts
 * const verifier = createVerifier({
 *   authUrl: 'https://auth.example.com',
 *   keys: remoteKeys({ cache: kvJwksCache(env.JWKS) }),
 * })
 * const result = await verifier.authenticateRequest(request)
 * if (!result.ok) return result.response()
 * ```
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const url = check(options)
  const { origin } = url
  const { issuer = origin } = options
  const now = options.now ?? (() => Date.now())
  const rules = {
    issuers: [issuer].flat(),
    clockToleranceSeconds: 10,
    allowEmulator: isLoopback(url) && !isProduction(),
  }
  const keys = options.keys({ origin, rules, now, fetch: options.fetch ?? ((url, init) => fetch(url, init)) })
  const settings = { rules, keys, now }
  const verify = userVerification(settings)
  const findUser = options.tokenCache?.(verify, settings) ?? verify
  return {
    async authenticateRequest(request, context = {}) {
      const header = readHeader(request)
      const token = isRefusal(header) ? header : toBearerToken(header)
      const found = isRefusal(token) ? token : await findUser(token, context)
      if (!isRefusal(found)) return { ok: true, user: found.principal.user as User }
      const { code, detail } = found
      return {
        ok: false,
        code,
        status: statusOf(code),
        detail,
        response: (options) => toPlainResponse(found, options?.detail),
      }
    },
  }
}
