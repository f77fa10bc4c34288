import type { Answer } from '../client/answer.ts'
import type { Probe } from '../traffic/probe.ts'
import type { Expectation } from './knowledge.ts'

/** The table of docs/errors.md, written again: core is not judged by its own table. */
const statusOf: Readonly<Record<string, number>> = {
  missing_token: 401,
  invalid_request: 401,
  malformed_token: 401,
  algorithm_not_allowed: 401,
  unknown_key: 401,
  invalid_signature: 401,
  issuer_mismatch: 401,
  token_expired: 401,
  token_not_active: 401,
  invalid_claims: 401,
  jwks_unavailable: 503,
}

type Answered = Extract<Answer, { outcome: 'answered' }>

function toObject(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}

/** What is wrong with the form of a refusal. */
function faultOfRefusal({ status, headers, body }: Answered, codes: readonly string[]): string | undefined {
  const { code, status: bodyStatus } = toObject(body)
  if (typeof code !== 'string' || statusOf[code] !== status) return `status ${status} with code ${code}`
  if (bodyStatus !== status) return `status ${status}, and ${bodyStatus} in the body`
  if (!/^application\/problem\+json/.test(String(headers['content-type']))) return 'a refusal that is no problem+json'
  if (status === 401 && !/^Bearer /.test(String(headers['www-authenticate']))) return 'a 401 without challenge'
  if (status === 503 && !/^[1-9]\d*$/.test(String(headers['retry-after']))) return 'a 503 without Retry-After'
  return codes.includes(code) ? undefined : `refused with ${code}`
}

/** What is wrong with an answer, in words; undefined if it is right or cannot be judged. */
export function judge(probe: Probe, { verdict, because }: Expectation, answer: Answer): string | undefined {
  if (answer.outcome === 'reset') return undefined
  if (answer.outcome === 'hung') return 'no answer'
  if (answer.outcome === 'broken') return `the connection broke: ${answer.reason}`
  if (answer.status !== 200) {
    const fault = faultOfRefusal(answer, probe.codes)
    return fault ?? (verdict === 'accept' ? `refused with ${toObject(answer.body).code}: ${because}` : undefined)
  }
  if (verdict === 'refuse') return `accepted: ${because}`
  const { userId } = toObject(answer.body)
  return userId === probe.userId ? undefined : `accepted as another user, ${userId}`
}
