import type { Project } from '../project.js'
import { createLink } from './links.js'
import { lookupKey, type User } from './user-lookup.js'

/** A message the service would have sent. Nothing leaves the emulator; it is kept to be read. */
export interface Mail {
  readonly kind: string
  readonly to: string
  readonly subject: string
  readonly link: string
  /** Unix seconds. */
  readonly created_at: number
}

export function sendMail(project: Project, mail: Omit<Mail, 'created_at'>): void {
  const sql = 'INSERT INTO mails (kind, "to", to_key, subject, link, created_at) VALUES (?, ?, ?, ?, ?, ?)'
  project.db.run(sql, mail.kind, mail.to, lookupKey(mail.to), mail.subject, mail.link, project.clock.seconds())
}

/** Newest first. */
export function listMail(project: Project, to: string | undefined): Mail[] {
  const sql = `SELECT kind, "to", subject, link, created_at FROM mails
    WHERE :to IS NULL OR to_key = :to ORDER BY seq DESC LIMIT 1000`
  return project.db.all<Mail>(sql, { to: to === undefined ? null : lookupKey(to) })
}

const DAY_SECONDS = 86_400

/** Asks the owner of an address to confirm it: the user's own, or the one they are changing to. */
export function sendConfirmation(project: Project, user: User, email = user.email): void {
  const lifetimeSeconds = DAY_SECONDS
  const link = {
    kind: 'confirm_email',
    userId: user.user_id,
    lifetimeSeconds,
    singleUse: true,
    data: { email },
  } as const
  const url = `${project.authUrl}/confirm_email?t=${createLink(project, link)}`
  sendMail(project, { kind: 'confirm_email', to: email, subject: 'Confirm your email address', link: url })
}
