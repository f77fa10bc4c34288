import type { Project } from '../project/project.js'
import type { FieldErrors } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { isInvited } from './invites.js'

/** Whether an address may sign up by itself. An invited one always may. The backend API has no such rule. */
export function checkSignup(project: Project, email: string): FieldErrors {
  if (isInvited(project, email)) return {}
  const settings = readSettings(project)
  if (!settings.allow_public_signups) return { email: ['Sign-ups are closed.'] }
  const domain = email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
  const { signup_domain_allowlist: allowed, signup_domain_blocklist: blocked } = settings
  const isAllowed = allowed.length > 0 ? allowed.includes(domain) : !blocked.includes(domain)
  return isAllowed ? {} : { email: ['Addresses of this domain cannot sign up.'] }
}
