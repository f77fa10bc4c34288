import { decodeValue } from '../cookies/cookie-header.js'
import { readAll, type Visit } from '../cookies/session-cookies.js'
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

const nameOf = ({ prefix }: Settings, state: string) => `${prefix}_state_${state.slice(0, 16)}`

/** Whether an attempt with this cookie counts: it has a name of ours, and is not older than ten minutes. */
function isLive({ now, parts }: Settings, value = '') {
  const age = now() - Number.parseInt(value, 36)
  return age < stateLifetimeMs && age >= -1_000 * parts.rules.clockToleranceSeconds
}

/** Starts an attempt. The oldest one ends if there would be more than five. Browsers send the oldest first. */
export async function startLogin(settings: Settings, visit: Visit, returnPath = ''): Promise<StartedLogin> {
  const time = Math.floor(settings.now()).toString(36)
  const value = `${time}.${crypto.randomUUID()}.${encodeURIComponent(returnPath)}`
  const state = await sign(settings, value)
  const { cookies } = readAll(settings, visit)
  const isOurs = (name: string) => name === nameOf(settings, name.slice(-16)) && /[\da-f]{16}$/.test(name)
  const names = [...cookies.keys()].filter(isOurs)
  const kept = names.filter((name) => isLive(settings, cookies.get(name))).slice(1 - mostAttempts)
  const dropped = names.filter((name) => !kept.includes(name))
  // The cookie comes back on a redirect from another site, which `Strict` would not allow.
  const attributes = settings.attributes.replace('Strict', 'Lax')
  return {
    state,
    setCookies: [
      setCookie({ attributes, maxAgeSeconds: stateLifetimeMs / 1_000 }, nameOf(settings, state), value),
      ...dropped.map((name) => setCookie(settings, name, '')),
    ],
  }
}

/** The attempt that a callback belongs to, if this browser started it and it still counts. */
export async function finishLogin(settings: Settings, visit: Visit, state: string): Promise<FinishedLogin | undefined> {
  const name = nameOf(settings, state)
  const value = readAll(settings, visit).cookies.get(name) ?? ''
  // Signed once more, so that the time of the comparison tells nothing.
  const isSigned = async () => (await sign(settings, state)) === (await sign(settings, await sign(settings, value)))
  if (!isLive(settings, value) || !(await isSigned())) return undefined
  const path = decodeValue(value.split('.').slice(2).join('.'))
  // Checked again, although it is signed: another version of the app may have written it.
  return { returnPath: toReturnPath(settings, path), setCookies: [setCookie(settings, name, '')] }
}
