import { randomInt } from 'node:crypto'
import { sha256 } from '../../values/ids.js'
import { matchesHash } from '../../values/secrets.js'
import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { where } from '../project/where.js'

/** A captured text message. The emulator sends none. */
export interface Sms {
  /** Unique in the project. A newer message has a higher one. */
  readonly id: number
  readonly to: string
  readonly text: string
  readonly code: string
  /** Unix seconds. */
  readonly created_at: number
}

/** What the one-time token that waits for a code needs to know of it. */
export interface SentSmsCode {
  readonly hash: string
  readonly lifetimeSeconds: number
}

/** Captures a message with a new code of six digits. */
export function sendSmsCode(project: Project, to: string): SentSmsCode {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const sql = 'INSERT INTO sms ("to", text, code, created_at) VALUES (?, ?, ?, ?)'
  project.db.run(sql, to, `Your verification code is ${code}`, code, project.clock.seconds())
  return { hash: sha256(code), lifetimeSeconds: readSettings(project).sms_code_seconds }
}

/** Whether this is the code with the hash. People type spaces between the digits. */
export const matchesSmsCode = (code: string, hash: string): boolean => matchesHash(code.replaceAll(' ', ''), hash)

/** The newest 1,000 messages, newest first. */
export const listSms = (project: Project, to: string | undefined): Sms[] =>
  findSms(project, to, { size: 1000, number: 0 }).rows

/** One page of the messages, newest first. */
export function findSms(project: Project, to: string | undefined, page: PageRequest): Found<Sms> {
  const { sql, values } = where(to !== undefined && { sql: '"to" = :to', values: { to } })
  const from = `FROM (SELECT seq AS id, "to", text, code, created_at FROM sms ${sql})`
  return findPage<Sms>(project, from, 'id DESC', page, values)
}
