import { type AuthErrorCode, refuse } from '@propelauth-edge/core'
import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import type { Target } from '../options/options.js'
import type { RequestContext } from '../options/request-context.js'
import type { Settings } from '../options/settings.js'
import { toReturnPath } from '../paths/return-path.js'
import type { Service } from '../service/service.js'
import type { FoundSession, SessionParts } from '../session/find-session.js'

export interface RouteParts extends SessionParts {
  readonly service: Service
}

/** Answers a request to one route. The router marks every answer as private. */
export type Route = (request: Request, context: RequestContext, parts: RouteParts) => Promise<Response>

/** The answer to a refused request, as every guard gives it. */
export const toRefusal = (
  { authenticator }: Settings,
  code: AuthErrorCode,
  detail?: string,
  retryAfterSeconds?: number,
): Response => toRefusalResponse(authenticator, refuse(code, detail, { retryAfterSeconds }))

/** The answer to a request without a user, with the cookies of its session. */
export function refuseSession(settings: Settings, { session, retryAfterSeconds }: FoundSession): Response {
  const { status } = session
  if (status === 'unavailable')
    return session.apply(toRefusal(settings, 'session_unavailable', undefined, retryAfterSeconds))
  return session.apply(toRefusal(settings, status === 'ended' ? 'token_expired' : 'missing_token'))
}

/** The result of a function of the options. One that throws must not cost a user the session. */
export async function runOption<Result>(
  { report }: Settings,
  name: 'defaultOrg' | 'afterLogin' | 'afterLogout',
  run: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await run()
  } catch (cause) {
    report({ type: 'option_failed', code: name, cause })
    return undefined
  }
}

/** The absolute URL of a page of the app, chosen by an option. */
export async function toTargetUrl<Who>(
  settings: Settings,
  name: 'afterLogin' | 'afterLogout',
  target: Target<Who>,
  user: Who,
  request: Request,
): Promise<string> {
  const { appOrigin, basePath } = settings
  const chosen = typeof target === 'string' ? target : await runOption(settings, name, () => target(user, request))
  return appOrigin + (toReturnPath(chosen, appOrigin, basePath) ?? '/')
}
