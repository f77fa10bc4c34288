import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { where } from '../project/where.js'
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

/** The newest 1,000 messages, newest first. */
export const listMail = (project: Project, to: string | undefined): Mail[] =>
  findMail(project, to, { size: 1000, number: 0 }).rows

/** One page of the messages, newest first. */
export function findMail(project: Project, to: string | undefined, page: PageRequest): Found<Mail> {
  const { sql, values } = where(to !== undefined && { sql: 'to_key = :to', values: { to: lookupKey(to) } })
  const from = `FROM (SELECT seq AS id, kind, "to", subject, link, created_at FROM mails ${sql})`
  return findPage<Mail>(project, from, 'id DESC', page, values)
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
