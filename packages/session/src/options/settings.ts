import type { PropelAuth, User } from '@propelauth-edge/core'
import { type Authenticator, authenticatorOf } from '@propelauth-edge/core/adapter'
import { report, type SessionEvent } from '../events/report.js'
import { type CookieSettings, toCookieSettings } from './cookie-settings.js'
import { cookieForms, optionForms, readForms } from './option-forms.js'
import type { Fetch, SessionOptions, Target } from './options.js'

/** The options with every default, and what is derived from them. */
export interface Settings extends Authenticator, CookieSettings {
  readonly apiKey: string
  readonly appUrl: string
  /** Without a slash at its end: the empty text for routes at the root. */
  readonly basePath: string
  readonly afterLogin: Target<User>
  readonly afterLogout: Target<User | null>
  readonly refreshBeforeSeconds: number
  readonly defaultOrg: NonNullable<SessionOptions['defaultOrg']>
  readonly exposeAccessToken: boolean
  readonly userinfo: boolean
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly fetch: Fetch
  readonly now: () => number
  readonly onEvent: (event: SessionEvent) => void
}

/** @throws {TypeError} for wrong options, and for an instance that core has not made */
export function readSettings(propelAuth: PropelAuth, options: SessionOptions): Settings {
  const authenticator = authenticatorOf(propelAuth)
  const given = readForms('createSessions', options, optionForms(authenticator.parts))
  const { protocol, origin: appUrl } = new URL(given.appUrl)
  const isSecure = protocol === 'https:'
  if (!isSecure) report(given, 'insecure_cookies')
  const cookies = readForms('createSessions: cookies', given.cookies, cookieForms(isSecure))
  return {
    ...authenticator,
    ...given,
    ...toCookieSettings(cookies, isSecure),
    appUrl,
    basePath: given.basePath.replace(/\/$/, ''),
  }
}
