import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import { createOwnKey, deleteOwnKey, keysEnabled, listOwnKeys } from '../../domain/self-service/own-api-keys.js'
import type { User } from '../../domain/users/user-lookup.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { alert, section } from '../html/section.js'
import { ownPath } from '../own-address.js'
import { accountHead } from './frame.js'
import { createdKey, keyTable, newKeyForm } from './key-list.js'
import { otherProblem, problemOf, statusOf } from './problem.js'
import { signedIn } from './signed-in.js'

const PATH = '/account/api_keys'
const SHOWN = 100

/** The personal API keys of the user. */
export function personalKeyRoutes(project: Project): Hono {
  return new Hono()
    .get(
      PATH,
      signedIn(project, (c, { user }) => keysPage(project, c, user, {})),
    )
    .post(
      PATH,
      signedIn(project, async (c, { user }) => {
        const form = await c.req.parseBody()
        const wanted = { displayName: formText(form, 'display_name'), expiration: formText(form, 'expiration_option') }
        let token: string | undefined
        const problem = await problemOf(() => {
          token = createOwnKey(project, { user }, wanted).token
        })
        return keysPage(project, c, user, { problem, token })
      }),
    )
    .post(
      `${PATH}/delete`,
      signedIn(project, async (c, { user }) => {
        const id = formText(await c.req.parseBody(), 'api_key_id')
        const problem = await problemOf(() => deleteOwnKey(project, user, id))
        if (problem) return keysPage(project, c, user, { problem })
        return c.redirect(ownPath(c, PATH, { done: 'key_deleted' }), 303)
      }),
    )
}

interface State {
  readonly problem?: ActionError | undefined
  readonly token?: string | undefined
}

function keysPage(project: Project, c: Context, user: User, { problem, token }: State) {
  if (!keysEnabled(project, { user })) return messagePage(c, 'API keys', 'API keys are off in this project.', 403)
  const { rows } = listOwnKeys(project, { user }, { size: SHOWN, number: 0 })
  return page(
    c,
    { title: 'API keys', wide: true, status: statusOf(problem) },
    html`${accountHead(project, c, 'API keys', PATH)}
${alert(otherProblem(problem, 'display_name'))}
${createdKey(token)}
${section('keys', 'Your API keys', keyTable(rows, ownPath(c, `${PATH}/delete`)))}
${section('new', 'New API key', newKeyForm(project, ownPath(c, PATH), problem))}`,
  )
}
