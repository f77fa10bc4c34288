import type { User } from '@propelauth-edge/core'
import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import type { Visit } from '../cookies/session-cookies.js'
import { report } from '../events/report.js'
import type { Settings } from '../options/settings.js'
import { toReturnPath } from '../paths/return-path.js'
import type { App } from '../refresh/app.js'
import { refuseFor } from '../session/refusal.js'
import type { Session } from '../session/session.js'

/** Answers a request to one route. The router marks every answer as private. */
export type Route = (
  app: App,
  visit: Visit,
  request: Request,
  query: URLSearchParams,
  name: string,
) => Promise<Response>

/** The answer to a request with a session, refused as every guard does it. By default, since it has no user. */
export const refuseSession = (app: App, session: Session, refusal = refuseFor(app, session)): Response =>
  session.apply(toRefusalResponse(app, refusal))

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
    report(settings, 'option_failed', name, cause)
    return undefined
  }
}

/** The absolute URL of a page of the app, chosen by an option. */
export const toTargetUrl = async (
  settings: Settings,
  ...option: readonly [name: 'afterLogin' | 'afterLogout', user: User | null, request: Request]
): Promise<string> => settings.appUrl + (toReturnPath(settings, await choose(settings, ...option)) ?? '/')
