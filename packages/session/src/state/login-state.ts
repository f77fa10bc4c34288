import { decodeValue, namesOf, readCookie } from '../cookies/cookie-header.js'
import type { Visit } from '../cookies/session-cookies.js'
import { setCookie } from '../cookies/set-cookie.js'
import { mostAttempts, stateLifetimeMs, stateLifetimeSeconds } from '../options/limits.js'
import type { Settings } from '../options/settings.js'
import { toReturnPath } from '../paths/return-path.js'
import { sign } from './state-signature.js'

/**
 * A login has a cookie of its own, so that logins in several tabs do not disturb each other. The cookie has the time, a
 * random id and the return path: `1793534400000.5f3a….%2Freports`. The state, which travels through PropelAuth's page, is
 * the signature of that value.
 */
export interface StartedLogin {
  readonly state: string
  readonly setCookies: readonly string[]
}

export interface FinishedLogin {
  /** Where the login was asked to end. */
  readonly path: string | undefined
  /** Deletes the state cookie: it counts once. */
  readonly setCookies: readonly string[]
}

const nameOf = ({ prefix }: Settings, state: string) => `${prefix}_state_${state.slice(0, 16)}`

/** The cookies of attempts, the oldest first: the order in which browsers send them. */
const attemptsOf = (settings: Settings, { header }: Visit): string[] =>
  namesOf(header).filter((name) => name.match(/^(.+)[\da-f]{16}$/)?.[1] === nameOf(settings, ''))

/** Starts an attempt. The oldest ones end if there would be more than five. */
export async function startLogin(settings: Settings, visit: Visit, path = ''): Promise<StartedLogin> {
  const value = `${Math.floor(settings.now())}.${crypto.randomUUID()}.${encodeURIComponent(path)}`
  const state = await sign(settings, value)
  return {
    state,
    setCookies: [
      // It comes back on a redirect from another site, which `Strict` would not allow.
      setCookie(
        { ...settings, sameSite: settings.sameSite.replace('strict', 'lax'), maxAgeSeconds: stateLifetimeSeconds },
        nameOf(settings, state),
        value,
      ),
      ...attemptsOf(settings, visit)
        .slice(0, 1 - mostAttempts)
        .map((name) => setCookie(settings, name, '')),
    ],
  }
}

/** The attempt that a callback belongs to, if this browser started it and it still counts. */
export async function finishLogin(settings: Settings, visit: Visit, state: string): Promise<FinishedLogin | undefined> {
  const name = nameOf(settings, state)
  const isKept = attemptsOf(settings, visit).slice(-mostAttempts).includes(name)
  const value = (isKept && readCookie(visit.header, name)) || ''
  const [time, , ...path] = value.split('.')
  const age = settings.now() - Number(time)
  const isTimely = age < stateLifetimeMs && age >= -1_000 * settings.parts.rules.clockToleranceSeconds
  // Signed once more, so that the time of the comparison tells nothing.
  if (!isTimely || (await sign(settings, state)) !== (await sign(settings, await sign(settings, value))))
    return undefined
  return {
    // Checked again, although it is signed: another version of the app may have written it.
    path: toReturnPath(settings, decodeValue(path.join('.'))),
    setCookies: [setCookie(settings, name, '')],
  }
}
