import type { JsonObject } from '../../values/json.js'
import type { Project } from '../project/project.js'
import { rejectInvalid } from '../project/service-error.js'
import { createOneTimeToken } from '../users/one-time-tokens.js'
import { findUserByEmail, type User } from '../users/user-lookup.js'
import { checkEmail } from '../users/user-rules.js'
import { createUser } from '../users/users.js'
import { sendMail } from './mail.js'

export interface MagicLinkOptions {
  readonly email: string
  /** Already checked to be allowed. */
  readonly redirectToUrl?: string | undefined
  readonly expiresInHours?: number | undefined
  readonly createNewUser?: boolean | undefined
  readonly expireAfterFirstUse?: boolean | undefined
  readonly requiresInterstitial?: boolean | undefined
  readonly signupQueryParameters?: JsonObject | undefined
}

/** A URL that logs a user in, by default once within a day. @throws {ServiceError} `invalid_fields` */
export function createMagicLink(project: Project, options: MagicLinkOptions): string {
  return project.db.transaction(() => {
    const user = findUserByEmail(project, options.email) ?? newUser(project, options)
    const token = createOneTimeToken(project, {
      purpose: 'magic_link',
      userId: user.user_id,
      lifetimeSeconds: (options.expiresInHours ?? 24) * 3600,
      singleUse: options.expireAfterFirstUse ?? true,
      data: { redirect_to_url: options.redirectToUrl ?? null, interstitial: options.requiresInterstitial ?? false },
    })
    return `${project.authUrl}/magic_link?t=${token}`
  })
}

/**
 * Captures a message with a link that logs the user in once.
 * @param rt the `rt` parameter of the page that asked for it: the link leads back there
 */
export function sendMagicLink(project: Project, user: User, rt?: string): string {
  const link = new URL(createMagicLink(project, { email: user.email, createNewUser: false }))
  if (rt) link.searchParams.set('rt', rt)
  return sendMail(project, { kind: 'magic_link', to: user.email, subject: 'Your link to log in', link: link.href })
}

function newUser(project: Project, { email, createNewUser = true, signupQueryParameters }: MagicLinkOptions): User {
  rejectInvalid(checkEmail(project, email))
  if (!createNewUser) rejectInvalid({ email: ['There is no user with this email address.'] })
  return createUser(project, { email, signup_query_parameters: signupQueryParameters })
}
