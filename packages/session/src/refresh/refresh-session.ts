import type { Tokens } from '../cookies/session-cookies.js'
import type { Report } from '../events/report.js'
import type { Answer, Service } from '../service/service.js'
import type { Attempt, Backoff } from './backoff.js'

export type RefreshOutcome =
  | { readonly status: 'fresh'; readonly tokens: Tokens }
  | { readonly status: 'ended' }
  | { readonly status: 'unavailable'; readonly retryAfterSeconds: number }

export interface RefreshParts {
  readonly service: Service
  readonly backoff: Backoff
  readonly report: Report
}

type Tried = Answer & { readonly orgId?: string | undefined }

/** A refusal can mean the org: a user who left it keeps the session, without an active org. */
async function refreshOrDropOrg(service: Service, refreshToken: string, orgId: string | undefined): Promise<Tried> {
  const answer = await service.refresh(refreshToken, orgId)
  return orgId && answer.status === 'refused' ? service.refresh(refreshToken) : { ...answer, orgId }
}

/** The outcome of an answer; `undefined` if the service is away or refuses the API key. */
async function conclude(
  answer: Tried,
  { service, report }: RefreshParts,
  attempt: Attempt,
): Promise<RefreshOutcome | undefined> {
  if (answer.status === 'tokens') {
    const { accessToken, refreshToken, orgId } = answer
    return { status: 'fresh', tokens: { accessToken, refreshToken, orgId } }
  }
  if (answer.status === 'unavailable') {
    attempt.fail(answer.retryAfterSeconds)
    report({ type: 'refresh', code: 'unavailable', cause: answer.cause })
    return undefined
  }
  // The service refuses an ended session and a wrong API key with the same status.
  const verdict = await service.probe()
  if (verdict === 'accepted') return { status: 'ended' }
  attempt.fail()
  report(
    verdict === 'refused' ? { type: 'invalid_api_key', code: 'refresh' } : { type: 'refresh', code: 'unavailable' },
  )
  return undefined
}

/** Refreshes a session at the service, unless that is away. An outage is an outcome. */
export async function refreshSession(
  parts: RefreshParts,
  refreshToken: string,
  orgId: string | undefined,
): Promise<RefreshOutcome> {
  const { service, backoff, report } = parts
  if (backoff.remaining() <= 0) {
    const attempt = backoff.begin()
    const outcome = await conclude(await refreshOrDropOrg(service, refreshToken, orgId), parts, attempt)
    if (outcome) {
      attempt.succeed()
      report({ type: 'refresh', code: outcome.status })
      return outcome
    }
  }
  return { status: 'unavailable', retryAfterSeconds: Math.max(1, Math.ceil(backoff.remaining() / 1_000)) }
}
