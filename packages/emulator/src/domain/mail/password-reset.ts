import type { Project } from '../project/project.js'
import { createOneTimeToken } from '../users/one-time-tokens.js'
import type { User } from '../users/user-lookup.js'
import { sendMail } from './mail.js'
import { recordMail } from './mail-events.js'

const DAY_SECONDS = 86_400

/**
 * Captures a message with a link to the page for a new password. Returns the link.
 * @param rt the `rt` parameter of the page that asked for it: the link leads back there
 */
export function sendPasswordReset(project: Project, user: User, rt?: string): string {
  return project.db.transaction(() => {
    const token = createOneTimeToken(project, {
      purpose: 'reset_password',
      userId: user.user_id,
      lifetimeSeconds: DAY_SECONDS,
      data: {},
    })
    const link = `${project.authUrl}/reset_password?${new URLSearchParams({ t: token, ...(rt ? { rt } : {}) })}`
    recordMail(project, 'reset_password', { email: user.email, action_url: link })
    return sendMail(project, { kind: 'reset_password', to: user.email, subject: 'Reset your password', link })
  })
}
