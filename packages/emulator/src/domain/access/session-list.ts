import { type Found, findPage, type PageRequest } from '../project/page.js'
import type { Project } from '../project/project.js'
import { type LoginMethod, storedLoginMethod } from './login-method.js'

/** A login that has not ended. Times are Unix seconds. */
export interface ListedSession {
  readonly id: string
  readonly loginMethod: LoginMethod
  readonly createdAt: number
  readonly expiresAt: number
}

interface Row {
  readonly session_id: string
  readonly login_method: string
  readonly created_at: number
  readonly expires_at: number
}

/** The sessions of a user, newest first. */
export function listSessions(project: Project, userId: string, page: PageRequest): Found<ListedSession> {
  const from = 'FROM sessions WHERE user_id = :user_id AND expires_at > :now'
  const values = { user_id: userId, now: project.clock.seconds() }
  const { rows, total } = findPage<Row>(project, from, 'created_at DESC, session_id', page, values)
  return { rows: rows.map(toSession), total }
}

const toSession = (row: Row): ListedSession => ({
  id: row.session_id,
  loginMethod: storedLoginMethod(JSON.parse(row.login_method)),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})
