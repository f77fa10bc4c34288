import { decodeValue } from '../cookies/cookie-header.js'
import type { Visit } from '../cookies/session-cookies.js'
import { setCookie } from '../cookies/set-cookie.js'
import { mostAttempts, stateLifetimeMs } from '../options/limits.js'
import type { Settings } from '../options/settings.js'
import { toReturnPath } from '../paths/return-path.js'
import { sign } from './state-signature.js'

/**
 * A login has a cookie of its own, so that logins in several tabs do not disturb each other. The cookie has the time, a
 * random id and the return path: `lx3k9a2b.5f3a….%2Freports`. The state, which travels through PropelAuth's page, is the
 * signature of that value.
 */
export interface StartedLogin {
  readonly state: string
  readonly setCookies: readonly string[]
}

export interface FinishedLogin {
  /** Where the login was asked to end. */
  readonly returnPath: string | undefined
  /** Deletes the state cookie: it counts once. */
  readonly setCookies: readonly string[]
}

export interface LoginStates {
  /** Starts an attempt. The oldest one ends if there would be more than five. */
  start(visit: Visit, returnPath: string | undefined): Promise<StartedLogin>
  /** The attempt that a callback belongs to, if this browser started it and it still counts. */
  finish(visit: Visit, state: string): Promise<FinishedLogin | undefined>
}

export function createLoginStates(settings: Settings): LoginStates {
  const { apiKey, now, auth, cookies } = settings
  // The cookie comes back on a redirect from another site, which `strict` would not allow.
  const sameSite = cookies.sameSite === 'strict' ? 'lax' : cookies.sameSite
  const nameOf = (state: string) => `${cookies.prefix}_state_${state.slice(0, 16)}`
  const pattern = new RegExp(`^${nameOf('')}[\\da-f]{16}$`)
  const remove = (name: string) => setCookie(name, '', cookies)

  const namesOf = (visit: Visit) => [...visit.cookies.keys()].filter((name) => pattern.test(name))

  /** The attempts that count: the last five, none older than ten minutes. Browsers send the oldest cookie first. */
  const liveOf = (visit: Visit) =>
    namesOf(visit)
      .filter((name) => {
        const age = now() - Number.parseInt(visit.cookies.get(name) ?? '', 36)
        return age < stateLifetimeMs && age >= -1_000 * auth.rules.clockToleranceSeconds
      })
      .slice(-mostAttempts)

  return {
    async start(visit, returnPath = '') {
      const value = `${Math.floor(now()).toString(36)}.${crypto.randomUUID()}.${encodeURIComponent(returnPath)}`
      const state = await sign(apiKey, value)
      const cookie = setCookie(nameOf(state), value, { ...cookies, sameSite, maxAgeSeconds: stateLifetimeMs / 1_000 })
      const kept = liveOf(visit).slice(1 - mostAttempts)
      const dropped = namesOf(visit).filter((name) => !kept.includes(name))
      return { state, setCookies: [cookie, ...dropped.map(remove)] }
    },

    async finish(visit, state) {
      const name = nameOf(state)
      const value = liveOf(visit).includes(name) ? visit.cookies.get(name) : undefined
      // Signed once more, so that the time of the comparison tells nothing.
      if (!value || (await sign(apiKey, state)) !== (await sign(apiKey, await sign(apiKey, value)))) return undefined
      const path = decodeValue(value.split('.').slice(2).join('.'))
      // Checked again, although it is signed: another version of the app may have written it.
      return { returnPath: toReturnPath(path, settings), setCookies: [remove(name)] }
    },
  }
}
