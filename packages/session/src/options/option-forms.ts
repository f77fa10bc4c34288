import {
  type Authenticator,
  aBoolean,
  aFunction,
  aNumber,
  aText,
  checkedLater,
  checkForm,
  checkPlainObject,
  type Form,
  isSafeUrl,
  isText,
  matches,
} from '@propelauth-edge/core/adapter'
import type { CookieOptions, SessionOptions } from './options.js'

/** What an option must be, in code and in words, and what it is where it is left out. */
type Row = readonly [form: Form, preset?: unknown]
type Table<Options> = Readonly<Record<keyof Options, Row>>

/** The options as they count: all there, none `undefined`. */
export type Read<Options> = { readonly [Name in keyof Options]-?: NonNullable<Options[Name]> }

/** The prefix of the cookies of the official libraries. */
export const officialPrefix = '__pa'

const isAppUrl = (value: unknown) => URL.canParse(value as string) && isSafeUrl(new URL(value as string))

const isPath = /* @__PURE__ */ matches(/^\/(?![/\\])/)
const target: Row = [[(value) => isPath(value) || typeof value === 'function', 'a path or a function'], '/']

export const optionForms = ({ origin, fetch, now }: Authenticator['parts']): Table<SessionOptions> => ({
  apiKey: [[isText, 'a backend API key (PROPELAUTH_API_KEY)']],
  appUrl: [[isAppUrl, 'https, or http on loopback (PROPELAUTH_APP_URL)']],
  basePath: [[matches(/^(\/|(\/[\w.~-]+)+\/?)$/), 'a path such as /api/auth'], '/api/auth'],
  afterLogin: target,
  afterLogout: target,
  cookies: [checkedLater, {}],
  refreshBeforeSeconds: [aNumber(0, 900), 60],
  defaultOrg: [aFunction, () => undefined],
  exposeAccessToken: [aBoolean, false],
  userinfo: [aBoolean, true],
  // Whether it may be http depends on the instance: the transport decides.
  baseUrl: [aText, origin],
  timeoutMs: [aNumber(1, 30_000), 5_000],
  fetch: [aFunction, fetch],
  now: [aFunction, now],
  onEvent: [aFunction, () => {}],
})

/** Browsers store the cookies of some prefixes, and those with `SameSite=None`, from https alone. */
export const cookieForms = (isSecure: boolean): Table<CookieOptions> => ({
  prefix: [
    [
      matches(isSecure ? /^[\w-]{1,40}$/ : /^(?!__(host|secure)-)[\w-]{1,40}$/i),
      '1 to 40 letters, digits, _ or -; __Host-, __Secure- need https',
    ],
    isSecure ? '__Host-pa' : officialPrefix,
  ],
  sameSite: [
    [matches(isSecure ? /^(lax|strict|none)$/ : /^(lax|strict)$/), 'lax, strict or none; none needs https'],
    'lax',
  ],
  // Browsers keep no cookie for longer than 400 days.
  maxAgeSeconds: [aNumber(60, 34_560_000), 14 * 86_400],
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
  const rows = Object.entries<Row>(table).map(([name, [form, preset]]) => {
    const { [name]: value = preset } = options as Readonly<Record<string, unknown>>
    checkForm(`${what}: ${name}`, value, form)
    return [name, value]
  })
  return Object.fromEntries(rows) as Read<Options>
}
