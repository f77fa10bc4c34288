import type { PropelAuth, User } from '@propelauth-edge/core'
import { type Authenticator, authenticatorOf, type InstanceSettings, settingsOf } from '@propelauth-edge/core/adapter'
import { createReport, type Report } from '../events/report.js'
import { checkOptions } from './check-options.js'
import type { Fetch, SessionOptions, Target } from './options.js'

export interface CookieSettings {
  readonly prefix: string
  /** Whether to write the format of the official libraries, too: whole values, or chunks of 4,000 characters. */
  readonly official: boolean
  readonly secure: boolean
  readonly sameSite: 'Lax' | 'Strict' | 'None'
  readonly maxAgeSeconds: number
}

/** The options with every default, and what is derived from them. */
export interface Settings {
  readonly propelAuth: PropelAuth
  readonly authenticator: Authenticator
  readonly auth: InstanceSettings
  readonly apiKey: string
  readonly appOrigin: string
  /** Without a slash at its end: the empty text for routes at the root. */
  readonly basePath: string
  readonly afterLogin: Target<User>
  readonly afterLogout: Target<User | null>
  readonly cookies: CookieSettings
  readonly refreshBeforeSeconds: number
  readonly defaultOrg: SessionOptions['defaultOrg']
  readonly exposeAccessToken: boolean
  readonly userinfo: boolean
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly fetch: Fetch
  readonly now: () => number
  readonly report: Report
}

export const officialPrefix = '__pa'

const sameSites = { lax: 'Lax', strict: 'Strict', none: 'None' } as const

function toCookieSettings({ cookies = {} }: SessionOptions, secure: boolean): CookieSettings {
  const { prefix = secure ? '__Host-pa' : officialPrefix, sameSite = 'lax', maxAgeSeconds = 14 * 86_400 } = cookies
  return {
    prefix,
    official: prefix === officialPrefix,
    secure,
    sameSite: sameSites[sameSite],
    maxAgeSeconds: Math.floor(maxAgeSeconds),
  }
}

/** @throws {TypeError} for wrong options, and for an instance that core has not made */
export function readSettings(propelAuth: PropelAuth, options: SessionOptions): Settings {
  checkOptions(options)
  const auth = settingsOf(propelAuth)
  const { protocol, origin: appOrigin } = new URL(String(options.appUrl))
  const report = createReport(options.onEvent)
  if (protocol === 'http:') report({ type: 'insecure_cookies' })
  return {
    propelAuth,
    authenticator: authenticatorOf(propelAuth),
    auth,
    apiKey: String(options.apiKey).trim(),
    appOrigin,
    basePath: (options.basePath ?? '/api/auth').replace(/\/$/, ''),
    afterLogin: options.afterLogin ?? '/',
    afterLogout: options.afterLogout ?? '/',
    cookies: toCookieSettings(options, protocol === 'https:'),
    refreshBeforeSeconds: options.refreshBeforeSeconds ?? 60,
    defaultOrg: options.defaultOrg,
    exposeAccessToken: options.exposeAccessToken ?? false,
    userinfo: options.userinfo ?? true,
    baseUrl: (options.baseUrl ?? auth.origin).replace(/\/$/, ''),
    timeoutMs: options.timeoutMs ?? 5_000,
    fetch: options.fetch ?? auth.fetch,
    now: options.now ?? auth.now,
    report,
  }
}
