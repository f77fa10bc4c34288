import { checkPlainObject, describe, isLoopback } from '@propelauth-edge/core/adapter'
import type { CookieOptions, SessionOptions } from './options.js'

type Form = readonly [is: (value: unknown) => boolean, expected: string]

const isFunction = (value: unknown) => typeof value === 'function'
const isText = (value: unknown): value is string => typeof value === 'string'
const isWebUrl = (value: unknown) => isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const isPath = (value: unknown) => isText(value) && /^\/(?![/\\])/.test(value)
const isTarget = (value: unknown) => isPath(value) || isFunction(value)
const isNumber = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most

const target = 'a path such as "/", or a function that returns one'
const flag: Form = [(value) => typeof value === 'boolean', 'true or false']
const callable: Form = [isFunction, 'a function']

/** What an option must be, in code and in words. */
const forms: Record<keyof SessionOptions, Form> = {
  // The error of `fetch` would quote a key that does not fit into a header.
  apiKey: [(value) => isText(value) && /^\s*[!-~]+\s*$/.test(value), 'a backend API key (PROPELAUTH_API_KEY)'],
  appUrl: [isWebUrl, 'an absolute URL such as https://app.example.com (PROPELAUTH_APP_URL)'],
  basePath: [(value) => isText(value) && /^(\/|(\/[\w.~-]+)+\/?)$/.test(value), 'a path such as "/api/auth"'],
  afterLogin: [isTarget, target],
  afterLogout: [isTarget, target],
  cookies: [(value) => typeof value === 'object' && value !== null, 'an object'],
  refreshBeforeSeconds: [isNumber(0, 900), 'a number from 0 to 900'],
  defaultOrg: callable,
  exposeAccessToken: flag,
  userinfo: flag,
  baseUrl: [isWebUrl, 'an absolute URL'],
  timeoutMs: [isNumber(1, 30_000), 'a number from 1 to 30000'],
  fetch: callable,
  now: callable,
  onEvent: callable,
}

const cookieForms: Record<keyof CookieOptions, Form> = {
  prefix: [(value) => isText(value) && /^[\w-]{1,40}$/.test(value), 'letters, digits, "_" and "-", at most 40'],
  sameSite: [(value) => /^(lax|strict|none)$/.test(String(value)) && isText(value), '"lax", "strict" or "none"'],
  // Browsers keep no cookie for longer than 400 days.
  maxAgeSeconds: [isNumber(60, 34_560_000), 'a number from 60 to 34560000'],
}

const required = ['apiKey', 'appUrl']

function fail(message: string): never {
  throw new TypeError(`createSessions: ${message}`)
}

function checkForms(what: string, value: object, table: Readonly<Record<string, Form>>): void {
  checkPlainObject(what, value, Object.keys(table))
  for (const [name, [is, expected]] of Object.entries(table)) {
    const found: unknown = (value as Readonly<Record<string, unknown>>)[name]
    if (found === undefined && !required.includes(name)) continue
    if (!is(found)) fail(`${name} must be ${expected}, found ${describe(found)}`)
  }
}

/** @throws {TypeError} that names an option which is unknown, missing or wrong. Values are never quoted: they may be secret. */
export function checkOptions(options: SessionOptions<never, never>): void {
  checkForms('Options of createSessions', options, forms)
  const cookies = options.cookies ?? {}
  checkForms('cookies', cookies, cookieForms)
  const appUrl = new URL(String(options.appUrl))
  if (appUrl.protocol === 'https:') return
  if (!isLoopback(appUrl)) fail('appUrl must be https; http is for loopback')
  if (/^__(Host|Secure)-/i.test(cookies.prefix ?? ''))
    fail('a prefix that starts with "__Host-" or "__Secure-" needs https')
  if (cookies.sameSite === 'none') fail('sameSite "none" needs https')
}
