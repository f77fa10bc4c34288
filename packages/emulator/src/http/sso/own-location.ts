import type { Context } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { toLocation } from '../../domain/project/return-target.js'
import { type ExternalLoginPurpose, peekExternalLogin } from '../../domain/social/external-logins.js'
import { formTarget } from '../form-target.js'
import { ownHost } from '../own-address.js'

/** The address for the browser: one of the emulator itself stays on the host name that the browser uses. */
export const browserLocation = (project: Project, c: Context, address: string): string =>
  toLocation(project, new URL(address), ownHost(c))

/** Where a login that is under way ends, for the content policy of a page on its way. */
export function loginTarget(project: Project, purpose: ExternalLoginPurpose, state: string): string | undefined {
  const location = peekExternalLogin(project, purpose, state)?.location
  return typeof location === 'string' ? formTarget(project, location) : undefined
}
