import type { PropelAuth, Refusal, RequestLike, User } from '@propelauth-edge/core'
import { type Authenticator, authenticatorOf, refuseCrossSite } from '@propelauth-edge/core/adapter'
import { createReport, type Report } from '../events/report.js'
import { cookieForms, officialPrefix, optionForms, readForms } from './option-forms.js'
import type { Fetch, SessionOptions, Target } from './options.js'

export interface CookieSettings {
  readonly prefix: string
  /** Whether to write the format of the official libraries, too: whole values, or chunks of 4,000 characters. */
  readonly official: boolean
  readonly secure: boolean
  readonly sameSite: 'lax' | 'strict' | 'none'
  readonly maxAgeSeconds: number
}

/** The options with every default, and what is derived from them. */
export interface Settings {
  readonly authenticator: Authenticator
  /** What the instance is made of. */
  readonly auth: Authenticator['parts']
  readonly apiKey: string
  readonly appOrigin: string
  /** Without a slash at its end: the empty text for routes at the root. */
  readonly basePath: string
  readonly afterLogin: Target<User>
  readonly afterLogout: Target<User | null>
  readonly cookies: CookieSettings
  readonly refreshBeforeSeconds: number
  readonly defaultOrg: NonNullable<SessionOptions['defaultOrg']>
  readonly exposeAccessToken: boolean
  readonly userinfo: boolean
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly fetch: Fetch
  readonly now: () => number
  readonly report: Report
  /** Refuses an unsafe request from another origin than the app's. */
  readonly refuseForeign: (request: RequestLike) => Refusal | undefined
}

/** @throws {TypeError} for wrong options, and for an instance that core has not made */
export function readSettings(propelAuth: PropelAuth, options: SessionOptions): Settings {
  const authenticator = authenticatorOf(propelAuth)
  const { parts: auth } = authenticator
  const given = readForms('Options of createSessions', options, optionForms(auth))
  const { protocol, origin: appOrigin } = new URL(given.appUrl)
  const secure = protocol === 'https:'
  const cookies = readForms('Option cookies of createSessions', given.cookies, cookieForms(secure))
  // Browsers store such cookies from https alone.
  if (!secure && /^__(host|secure)-| none$/i.test(`${cookies.prefix} ${cookies.sameSite}`))
    throw new TypeError(
      'Option cookies of createSessions: "__Host-", "__Secure-" and sameSite "none": each needs https',
    )
  const report = createReport(given.onEvent)
  if (!secure) report('insecure_cookies')
  return {
    ...given,
    authenticator,
    auth,
    apiKey: given.apiKey.trim(),
    appOrigin,
    basePath: given.basePath.replace(/\/$/, ''),
    cookies: { ...cookies, secure, official: cookies.prefix === officialPrefix },
    baseUrl: given.baseUrl.replace(/\/$/, ''),
    report,
    refuseForeign: (request) => refuseCrossSite(request, undefined, () => appOrigin),
  }
}
