import { randomInt } from 'node:crypto'
import { sha256 } from '../../values/ids.js'
import { matchesHash } from '../../values/secrets.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'

/** A captured text message. The emulator sends none. */
export interface Sms {
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

/** Newest first. */
export function listSms(project: Project, to: string | undefined): Sms[] {
  const sql =
    'SELECT "to", text, code, created_at FROM sms WHERE :to IS NULL OR "to" = :to ORDER BY seq DESC LIMIT 1000'
  return project.db.all<Sms>(sql, { to: to ?? null })
}
