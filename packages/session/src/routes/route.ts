import type { User } from '@propelauth-edge/core'
import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import type { SessionCookies, Visit } from '../cookies/session-cookies.js'
import type { Settings } from '../options/settings.js'
import { toReturnPath } from '../paths/return-path.js'
import type { Refresher } from '../refresh/refresher.js'
import type { Service } from '../service/service.js'
import type { SessionFinder } from '../session/find-session.js'
import type { FoundSession } from '../session/found-session.js'
import { refuseFor } from '../session/refusal.js'
import type { LoginStates } from '../state/login-state.js'

/** What the routes are made of. */
export interface RouteParts extends Settings {
  readonly sessionCookies: SessionCookies
  readonly states: LoginStates
  readonly service: Service
  readonly refresher: Refresher
  readonly finder: SessionFinder
}

/** Answers a request to one route. The router marks every answer as private. */
export type Route = (request: Request, visit: Visit, query: URLSearchParams) => Response | Promise<Response>

/** The answer to a request with a session, refused as every guard does it. By default, since it has no user. */
export const refuseSession = ({ authenticator }: Settings, found: FoundSession, refusal = refuseFor(found)): Response =>
  found.session.apply(toRefusalResponse(authenticator, refusal))

/** What an option chooses. A function that throws must not cost a user the session. */
export async function choose(
  settings: Settings,
  name: 'defaultOrg' | 'afterLogin' | 'afterLogout',
  user: User | null,
  request: Request,
): Promise<unknown> {
  const option = settings[name] as string | ((user: User | null, request: Request) => unknown)
  try {
    return typeof option === 'string' ? option : await option(user, request)
  } catch (cause) {
    settings.report('option_failed', name, cause)
    return undefined
  }
}

/** The absolute URL of a page of the app, chosen by an option. */
export const toTargetUrl = async (
  settings: Settings,
  ...option: readonly [name: 'afterLogin' | 'afterLogout', user: User | null, request: Request]
): Promise<string> => settings.appOrigin + (toReturnPath(await choose(settings, ...option), settings) ?? '/')
