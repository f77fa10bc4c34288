import type { Project } from '../project/project.js'
import type { FieldErrors } from '../project/service-error.js'
import { readSettings } from '../project/settings.js'
import { domainOf } from '../users/user-rules.js'
import { isInvited } from './invites.js'
import { isPersonalDomain } from './personal-domains.js'

/** Whether an address may sign up by itself. An invited one always may. The backend API has no such rule. */
export function checkSignup(project: Project, email: string): FieldErrors {
  if (isInvited(project, email)) return {}
  const settings = readSettings(project)
  if (!settings.allow_public_signups) return { email: ['Sign-ups are closed.'] }
  const domain = domainOf(email)
  const { signup_domain_allowlist: allowed, signup_domain_blocklist: blocked } = settings
  const isAllowed = allowed.length > 0 ? allowed.includes(domain) : !blocked.includes(domain)
  if (!isAllowed) return { email: ['Addresses of this domain cannot sign up.'] }
  return isRefusedAsPersonal(project, email) ? { email: ['Addresses of mail providers cannot sign up.'] } : {}
}

/** Whether the address is one of a mail provider, and the project lets none of them sign up. */
export function isRefusedAsPersonal(project: Project, email: string): boolean {
  const { allow_users_to_signup_with_personal_email: allowsAll, signup_domain_allowlist: allowed } =
    readSettings(project)
  return !allowsAll && allowed.length === 0 && isPersonalDomain(domainOf(email))
}
