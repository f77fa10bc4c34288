import { fail } from './fail.js'
import { matches } from './matches.js'
import { describe } from './plain-object.js'

/** With two variables swapped the value is a secret: only what looks like a host or a path is repeated. */
const looksLikeUrl = /* @__PURE__ */ matches(/^(?=.*[./:])[\w./:-]{1,80}$/)

const isQuoted = /* @__PURE__ */ matches(/^\s*["'`“‘]/)
const quotedHint = ' that starts with a quote; remove the quotes'

export function parseUrl(name: string, value: unknown): URL {
  if (typeof value === 'string' && URL.canParse(value)) {
    const url = new URL(value)
    if (/^https?:$/.test(url.protocol)) return url
  }
  const hint = name === 'authUrl' && !value ? '; is the environment variable PROPELAUTH_AUTH_URL set?' : ''
  const found = looksLikeUrl(value) ? JSON.stringify(value) : describe(value) + (isQuoted(value) ? quotedHint : '')
  return fail(`${name} must be an absolute URL such as https://auth.example.com, found ${found}${hint}`)
}

export const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** https, or http on loopback, where there is no network in between. */
export const isSafeUrl = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))

/** Keys that came over plain http may be anyone's. */
export function requireSecure(name: string, url: URL, allowsEmulator: boolean): void {
  if (isSafeUrl(url) || allowsEmulator) return
  fail(
    `${name} must be https, found ${url.protocol}//${url.host}; http is for loopback, and with verifierKey, jwks or ` +
      'allowEmulator: true',
  )
}

/**
 * Whether keys of the local emulator count for this auth URL. On loopback they do by default, outside production. A
 * Worker has no `NODE_ENV`, so an https URL takes the explicit `'remote'`.
 * @throws {TypeError} for a setting that cannot be meant
 */
export function allowsEmulator(url: URL, allow: boolean | 'remote' | undefined, isProduction: boolean): boolean {
  if (allow && isProduction && !(allow === true && isLoopback(url)))
    fail(`allowEmulator: with NODE_ENV=production only true on loopback counts, found authUrl ${url.origin}`)
  if (isLoopback(url)) return allow === undefined ? !isProduction : allow !== false
  if (url.protocol === 'https:' && allow === true)
    fail(`allowEmulator: true is for loopback and http; for an emulator at ${url.origin} pass 'remote'`)
  return Boolean(allow)
}
