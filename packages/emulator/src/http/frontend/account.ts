import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import {
  changeOwnEmail,
  changeOwnPassword,
  deleteOwnAccount,
  updateOwnProfile,
} from '../../domain/self-service/own-account.js'
import { endBrowserSession } from '../session-cookie.js'
import { forUser, readFields, requireSession } from './caller.js'

/** What users change about themselves. */
export function accountRoutes(project: Project): Hono {
  return new Hono()
    .post(
      '/update_metadata',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const profile = {
          username: fields.text('username'),
          first_name: fields.text('first_name'),
          last_name: fields.text('last_name'),
          properties: fields.object('properties'),
        }
        fields.check()
        updateOwnProfile(project, user, profile)
      }),
    )
    .post(
      '/update_email',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const change = { email: fields.requiredText('new_email'), password: fields.text('password') }
        fields.check()
        await changeOwnEmail(project, user, change)
      }),
    )
    .post(
      '/update_password',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const change = { next: fields.requiredText('password'), current: fields.text('current_password') }
        fields.check()
        await changeOwnPassword(project, user, change)
      }),
    )
    .delete('/delete_me', (c) => {
      deleteOwnAccount(project, requireSession(project, c))
      endBrowserSession(project, c)
      return c.json({})
    })
}
