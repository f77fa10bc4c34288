import type { Session } from '../domain/access/sessions.js'
import type { Project } from '../domain/project/project.js'
import { isLoginComplete } from '../domain/self-service/login-state.js'

/** The page for what is left of a login. */
export const STEPS_PATH = '/login/steps'

/** Where the browser goes with a session: to the page for what is left of the login, which leads to the location then. */
export function nextLocation(project: Project, session: Session, location: string): string {
  if (isLoginComplete(project, session)) return location
  const target = new URL(location, project.authUrl).href
  return `${STEPS_PATH}?${new URLSearchParams({ rt: Buffer.from(target).toString('base64') })}`
}
