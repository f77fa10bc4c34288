import {
  type Authenticator,
  aBoolean,
  aFunction,
  aNumber,
  checkForm,
  checkPlainObject,
  type Form,
  isLoopback,
} from '@propelauth-edge/core/adapter'
import type { CookieOptions, SessionOptions } from './options.js'

/** What an option must be, in code and in words, and what it is where it is left out. */
type Row = readonly [...Form, preset?: unknown]
type Table<Options> = Readonly<Record<keyof Options, Row>>

/** The options as they count: all there, none `undefined`. */
type Read<Options> = { readonly [Name in keyof Options]-?: NonNullable<Options[Name]> }

/** The prefix of the cookies of the official libraries. */
export const officialPrefix = '__pa'

const isText = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
const isUrl = (value: unknown) => isText(/^https?:\/\//i)(value) && URL.canParse(value as string)
const isAppUrl = (value: unknown) => isUrl(value) && (isText(/^https:/i)(value) || isLoopback(new URL(value as string)))
const isTarget = (value: unknown) => typeof value === 'function' || isText(/^\/(?![/\\])/)(value)

const target: Row = [isTarget, 'a path such as "/", or a function', '/']

export const optionForms = ({ origin, fetch, now }: Authenticator['parts']): Table<SessionOptions> => ({
  // The error of `fetch` would quote a key that does not fit into a header.
  apiKey: [isText(/^\s*[!-~]+\s*$/), 'a backend API key (PROPELAUTH_API_KEY)'],
  appUrl: [isAppUrl, 'https, or http on loopback (PROPELAUTH_APP_URL)'],
  basePath: [isText(/^(\/|(\/[\w.~-]+)+\/?)$/), 'a path such as "/api/auth"', '/api/auth'],
  afterLogin: target,
  afterLogout: target,
  // Checked by forms of their own.
  cookies: [() => true, '', {}],
  refreshBeforeSeconds: [...aNumber(0, 900), 60],
  defaultOrg: [...aFunction, () => undefined],
  exposeAccessToken: [...aBoolean, false],
  userinfo: [...aBoolean, true],
  baseUrl: [isUrl, 'an absolute URL', origin],
  timeoutMs: [...aNumber(1, 30_000), 5_000],
  fetch: [...aFunction, fetch],
  now: [...aFunction, now],
  onEvent: [...aFunction, () => {}],
})

export const cookieForms = (secure: boolean): Table<CookieOptions> => ({
  prefix: [isText(/^[\w-]{1,40}$/), '1 to 40 letters, digits, "_" and "-"', secure ? '__Host-pa' : officialPrefix],
  sameSite: [isText(/^(lax|strict|none)$/), '"lax", "strict" or "none"', 'lax'],
  // Browsers keep no cookie for longer than 400 days.
  maxAgeSeconds: [...aNumber(60, 34_560_000), 14 * 86_400],
})

/**
 * The options with their defaults.
 * @throws {TypeError} that names an option which is unknown, missing or wrong. Texts are never quoted: they may be secret.
 */
export function readForms<Options extends object>(
  what: string,
  options: Options,
  table: Table<Options>,
): Read<Options> {
  checkPlainObject(what, options, Object.keys(table))
  const rows = Object.entries<Row>(table).map(([name, [is, expected, preset]]) => {
    const { [name]: value = preset } = options as Readonly<Record<string, unknown>>
    checkForm(`${what}: ${name}`, value, [is, expected])
    return [name, value]
  })
  return Object.fromEntries(rows) as Read<Options>
}
