import type { Context, Handler } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { ActionError } from '../../domain/self-service/action-error.js'
import type { User } from '../../domain/users/user-lookup.js'
import { isObject } from '../../values/json.js'
import { readJson } from '../body.js'
import { bodyFields, type Fields } from '../fields.js'
import { readSession } from '../session-cookie.js'

/** The fields of a JSON body. An empty body has none. @throws {ServiceError} `invalid_fields` */
export const readFields = async (c: Context): Promise<Fields> => bodyFields((await readJson(c)) ?? {})

/** The id of an organization in a body or a query. An id that is no text belongs to none. */
export const readOrgId = (fields: Fields): string => (fields.text('org_id') ?? '').toLowerCase()

/** @throws {ActionError} `not_logged_in` */
export function requireSession(project: Project, c: Context): User {
  const user = readSession(project, c)?.user
  if (!user) throw new ActionError('not_logged_in', 'Log in first.')
  return user
}

/** Answers a user who is signed in and has confirmed the address. */
export const forUser =
  (project: Project, answer: (user: User, c: Context) => unknown): Handler =>
  async (c) => {
    const user = requireSession(project, c)
    if (user.email_confirmed === 0) throw new ActionError('email_not_confirmed', 'Confirm your email address first.')
    const body = await answer(user, c)
    return c.json(isObject(body) ? body : {})
  }
