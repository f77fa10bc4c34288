import type { Requirement } from '../access/requirement.js'
import type { AuthErrorCode } from '../response/errors.js'
import type { Refusal } from '../response/refusal.js'
import type { CacheName } from '../token/key-source.js'
import type { Identified, Principal } from '../user/principal.js'
import type { User } from '../user/user.js'

/** Something that happened while requests were checked. Never holds a token; claims only with the option `audit`. */
export interface PropelAuthEvent {
  /**
   * `accepted` and `refused`: the result for a credential. `denied`: its user lacks a membership, role, permission or
   * step-up grant, or the grant could not be verified.
   * `keys`: the shared cache or the origin was asked for keys.
   */
  readonly type: 'accepted' | 'refused' | 'denied' | 'keys'
  readonly code?: AuthErrorCode
  readonly durationMs: number
  /** `token`: the result was cached; else where the keys came from. */
  readonly cache?: 'token' | CacheName
  /** The error behind a refusal or a failed load of keys: a rejected `fetch`, a status, a store that threw. */
  readonly cause?: unknown
  /** With `audit`: whom the request acts for. */
  readonly userId?: string
  /** With `audit`: the employee who acts as the user. */
  readonly impersonatorUserId?: string
  /** With `audit`, on `denied`: the org that was asked for. */
  readonly orgId?: string
  /** With `audit`: the id of the key that signed the token. */
  readonly kid?: string
  /** With `audit`, on `denied`: what was required. */
  readonly requirement?: Requirement
  /** With `audit`, on `denied`: the action that a step-up grant was demanded for. */
  readonly action?: string
}

/** Calls the listener. `undefined` without a listener, so that nothing is allocated. */
export type Report = (event: Omit<PropelAuthEvent, 'durationMs'>, startedAt: number) => void

export function createReport(
  now: () => number,
  onEvent: ((event: PropelAuthEvent) => void) | undefined,
): Report | undefined {
  if (!onEvent) return undefined
  return (event, startedAt) => {
    // A listener that fails, now or later, neither refuses a request nor ends the process.
    const tell = async () => onEvent({ ...event, durationMs: now() - startedAt })
    tell().catch(() => {})
  }
}

/** What the audit log says of whom a request acts for. */
function auditOf(who: User | Principal | undefined): Pick<PropelAuthEvent, 'userId' | 'impersonatorUserId'> {
  const user = who && ('kind' in who ? who.user : who)
  if (!user) return {}
  const { userId, impersonatorUserId } = user
  return { userId, ...(impersonatorUserId !== undefined && { impersonatorUserId }) }
}

/** The code and the cause of a refusal, as an event has them. */
export const failureOf = ({ code, cause }: Refusal): Pick<PropelAuthEvent, 'code' | 'cause'> =>
  cause === undefined ? { code } : { code, cause }

/** Reports a decision against a user. Passes the refusal on. */
export type Denied = (
  refusal: Refusal,
  startedAt: number,
  who: User | Principal,
  demanded: Pick<PropelAuthEvent, 'orgId' | 'requirement' | 'action'>,
) => Refusal

/** Reports what became of a credential and of a decision. Passes the result on. */
export interface Recorder {
  accepted(found: Identified, startedAt: number): Principal
  refused(refusal: Refusal, startedAt: number, who?: Identified): Refusal
  readonly denied: Denied
}

/** `audit` adds whom an event is about. */
export const createRecord = (report: Report | undefined, audit: boolean | undefined): Recorder => ({
  accepted({ principal, cache, kid }, startedAt) {
    const more = audit && { ...auditOf(principal), ...(kid !== undefined && { kid }) }
    report?.({ type: 'accepted', cache, ...more }, startedAt)
    return principal
  },
  refused(refusal, startedAt, who) {
    report?.({ type: 'refused', ...failureOf(refusal), ...(audit && auditOf(who?.principal)) }, startedAt)
    return refusal
  },
  denied(refusal, startedAt, who, demanded) {
    report?.({ type: 'denied', ...failureOf(refusal), ...(audit && { ...auditOf(who), ...demanded }) }, startedAt)
    return refusal
  },
})
