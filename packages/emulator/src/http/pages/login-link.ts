import { Hono } from 'hono'
import { sendMagicLink } from '../../domain/mail/magic-links.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { findUserByEmail } from '../../domain/users/user-lookup.js'
import { isEmail } from '../../domain/users/user-rules.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { emailFormPage } from './email-form.js'
import { sentPage } from './sent-page.js'

const FORM = { path: '/login/link', title: 'Log in without a password', button: 'Email me a link' }

/** Sends a link that logs the user in. */
export function loginLinkRoutes(project: Project): Hono {
  return new Hono()
    .use('/login/link', (c, next) =>
      readSettings(project).has_passwordless_login
        ? next()
        : Promise.resolve(messagePage(c, FORM.title, 'Links to log in are off in this project.', 403)),
    )
    .get('/login/link', (c) => emailFormPage(c, FORM))
    .post('/login/link', async (c) => {
      const email = formText(await c.req.parseBody(), 'email').trim()
      if (!isEmail(email)) return emailFormPage(c, { ...FORM, email, error: 'Must be a valid email address.' })
      const user = findUserByEmail(project, email)
      if (user) sendMagicLink(project, user, c.req.query('rt'))
      return sentPage(c, FORM.title, email)
    })
}
