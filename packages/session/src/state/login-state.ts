import { type Cookies, decodeValue, readCookies } from '../cookies/cookie-header.js'
import { deleteCookie, setCookie } from '../cookies/set-cookie.js'
import type { Settings } from '../options/settings.js'
import { toReturnPath } from '../paths/return-path.js'
import { isSigned, sign, toHex } from './state-signature.js'

/**
 * The state of a login: 256 random bits that travel through PropelAuth's page, and a cookie of this attempt alone, so
 * that logins in several tabs do not disturb each other. The cookie has the time and the return path, signed together
 * with the state: `lx3k9a2b./reports.5f3a…`.
 */
const lifetimeMs = 600_000
const mostAttempts = 5

const namePattern = /_state_[\da-f]{16}$/
const valuePattern = /^([\da-z]{1,11})\.(.*)\.([\da-f]{64})$/

interface Attempt {
  readonly name: string
  readonly startedAt: number
  readonly returnPath: string
  readonly signature: string
}

const stateName = (prefix: string, state: string) => `${prefix}_state_${state.slice(0, 16)}`

function toAttempt(name: string, value: string | undefined): Attempt | undefined {
  const [, time = '', path = '', signature = ''] = valuePattern.exec(value ?? '') ?? []
  return signature
    ? { name, startedAt: Number.parseInt(time, 36), returnPath: decodeValue(path), signature }
    : undefined
}

const stateNames = (cookies: Cookies, prefix: string) =>
  [...cookies.keys()].filter((name) => name.startsWith(`${prefix}_state_`) && namePattern.test(name))

/** The attempts of a browser that still count, oldest first: at most five, none older than ten minutes. */
function liveAttempts(cookies: Cookies, { cookies: { prefix }, now, auth }: Settings): Attempt[] {
  const latest = now() + auth.clockToleranceSeconds * 1_000
  return stateNames(cookies, prefix)
    .map((name) => toAttempt(name, cookies.get(name)))
    .filter((attempt) => attempt !== undefined)
    .filter(({ startedAt }) => startedAt <= latest && now() - startedAt < lifetimeMs)
    .sort((one, other) => one.startedAt - other.startedAt)
    .slice(-mostAttempts)
}

/** The state cookie comes back on a redirect from another site, which `Strict` would not allow. */
function cookieSettings({ cookies }: Settings) {
  const sameSite = cookies.sameSite === 'Strict' ? ('Lax' as const) : cookies.sameSite
  return { ...cookies, sameSite, maxAgeSeconds: lifetimeMs / 1_000 }
}

export interface StartedLogin {
  readonly state: string
  readonly setCookies: readonly string[]
}

/** Starts an attempt. The oldest one ends if there would be more than five. */
export async function startLogin(request: Request, returnPath: string, settings: Settings): Promise<StartedLogin> {
  const {
    apiKey,
    now,
    cookies: { prefix },
  } = settings
  const cookies = readCookies(request.headers.get('cookie'))
  const kept = liveAttempts(cookies, settings)
    .slice(-(mostAttempts - 1))
    .map(({ name }) => name)
  const state = toHex(crypto.getRandomValues(new Uint8Array(32)))
  const startedAt = Math.floor(now()).toString(36)
  const signature = await sign(apiKey, [state, startedAt, returnPath])
  const value = `${startedAt}.${encodeURIComponent(returnPath)}.${signature}`
  const dropped = stateNames(cookies, prefix).filter((name) => !kept.includes(name))
  return {
    state,
    setCookies: [
      setCookie(stateName(prefix, state), value, cookieSettings(settings)),
      ...dropped.map((name) => deleteCookie(name, settings.cookies)),
    ],
  }
}

export interface FinishedLogin {
  /** Where the login was asked to end; the empty text if nowhere. */
  readonly returnPath: string
  /** Deletes the state cookie: it counts once. */
  readonly setCookies: readonly string[]
}

/** The attempt that a callback belongs to, if this browser started it and it still counts. */
export async function finishLogin(
  request: Request,
  state: string,
  settings: Settings,
): Promise<FinishedLogin | undefined> {
  if (!/^[\da-f]{64}$/.test(state)) return undefined
  const {
    apiKey,
    appOrigin,
    basePath,
    cookies: { prefix },
  } = settings
  const name = stateName(prefix, state)
  const attempts = liveAttempts(readCookies(request.headers.get('cookie')), settings)
  const attempt = attempts.find((candidate) => candidate.name === name)
  if (!attempt) return undefined
  const { startedAt, returnPath, signature } = attempt
  if (!(await isSigned(apiKey, [state, startedAt.toString(36), returnPath], signature))) return undefined
  return {
    // Checked again, although it is signed: another version of the app may have written it.
    returnPath: toReturnPath(returnPath, appOrigin, basePath) ?? '',
    setCookies: [deleteCookie(name, settings.cookies)],
  }
}
