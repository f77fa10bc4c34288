import type { Project } from '../project/project.js'
import { createOneTimeToken } from '../users/one-time-tokens.js'
import { lookupKey, type User } from '../users/user-lookup.js'
import { recordMail } from './mail-events.js'

/** A captured message. The emulator sends no mail. */
export interface Mail {
  /** Unique in the project. A newer message has a higher one. */
  readonly id: number
  readonly kind: string
  readonly to: string
  readonly subject: string
  readonly link: string
  /** Unix seconds. */
  readonly created_at: number
}

/** Captures the message. Returns its link. */
export function sendMail(project: Project, mail: Omit<Mail, 'id' | 'created_at'>): string {
  const sql = 'INSERT INTO mails (kind, "to", to_key, subject, link, created_at) VALUES (?, ?, ?, ?, ?, ?)'
  project.db.run(sql, mail.kind, mail.to, lookupKey(mail.to), mail.subject, mail.link, project.clock.seconds())
  return mail.link
}

/** Newest first. */
export function listMail(project: Project, to: string | undefined): Mail[] {
  const sql = `SELECT seq AS id, kind, "to", subject, link, created_at FROM mails
    WHERE :to IS NULL OR to_key = :to ORDER BY seq DESC LIMIT 1000`
  return project.db.all<Mail>(sql, { to: to === undefined ? null : lookupKey(to) })
}

const DAY_SECONDS = 86_400

export interface ConfirmationOptions {
  /** The new address, if it is a change. */
  readonly email?: string
  /** The `rt` parameter of the page that asked for the confirmation: the link leads back there. */
  readonly rt?: string | undefined
}

/** Captures a confirmation message to the user's address, or to the new address of a change. Returns its link. */
export function sendConfirmation(
  project: Project,
  user: User,
  { email = user.email, rt }: ConfirmationOptions = {},
): string {
  return project.db.transaction(() => {
    const token = createOneTimeToken(project, {
      purpose: 'confirm_email',
      userId: user.user_id,
      lifetimeSeconds: DAY_SECONDS,
      data: { email },
    })
    const query = new URLSearchParams({ t: token, ...(rt ? { rt } : {}) })
    const link = `${project.authUrl}/confirm_email?${query}`
    recordMail(project, 'confirmation_email', { email, action_url: link })
    return sendMail(project, { kind: 'confirm_email', to: email, subject: 'Confirm your email address', link })
  })
}
