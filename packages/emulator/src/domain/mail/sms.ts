import { randomInt } from 'node:crypto'
import type { Project } from '../project/project.js'

/** A captured text message. The emulator sends none. */
export interface Sms {
  readonly to: string
  readonly text: string
  readonly code: string
  /** Unix seconds. */
  readonly created_at: number
}

/** Captures a message with a new code of six digits. Returns the code. */
export function sendSmsCode(project: Project, to: string): string {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const sql = 'INSERT INTO sms ("to", text, code, created_at) VALUES (?, ?, ?, ?)'
  project.db.run(sql, to, `Your verification code is ${code}`, code, project.clock.seconds())
  return code
}

/** Newest first. */
export function listSms(project: Project, to: string | undefined): Sms[] {
  const sql =
    'SELECT "to", text, code, created_at FROM sms WHERE :to IS NULL OR "to" = :to ORDER BY seq DESC LIMIT 1000'
  return project.db.all<Sms>(sql, { to: to ?? null })
}
