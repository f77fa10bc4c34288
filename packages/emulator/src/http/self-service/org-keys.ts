import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import type { ActionError } from '../../domain/self-service/action-error.js'
import type { MemberRights } from '../../domain/self-service/member-rights.js'
import { createOwnKey, deleteOwnKey, keysEnabled, listOwnKeys } from '../../domain/self-service/own-api-keys.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { page } from '../html/page.js'
import { alert, section } from '../html/section.js'
import { ownPath } from '../own-address.js'
import { orgHead, orgKeysPath } from './frame.js'
import { inOrg } from './in-org.js'
import { createdKey, keyTable, newKeyForm } from './key-list.js'
import { otherProblem, problemOf, statusOf } from './problem.js'

const SHOWN = 100

/** The API keys of an organization. */
export function orgKeyRoutes(project: Project): Hono {
  const show = inOrg(project, (c, rights) => keysPage(project, c, rights, {}))
  return new Hono()
    .get('/org/api_keys', show)
    .get('/org/api_keys/:id', show)
    .post(
      '/org/api_keys/:id',
      inOrg(project, async (c, rights) => {
        const form = await c.req.parseBody()
        const wanted = { displayName: formText(form, 'display_name'), expiration: formText(form, 'expiration_option') }
        let token: string | undefined
        const problem = await problemOf(() => {
          token = createOwnKey(project, { rights }, wanted).token
        })
        return keysPage(project, c, rights, { problem, token })
      }),
    )
    .post(
      '/org/api_keys/:id/delete',
      inOrg(project, async (c, rights) => {
        const id = formText(await c.req.parseBody(), 'api_key_id')
        const problem = await problemOf(() => deleteOwnKey(project, rights.user, id))
        if (problem) return keysPage(project, c, rights, { problem })
        return c.redirect(orgKeysPath(c, rights.org.org_id, { done: 'key_deleted' }), 303)
      }),
    )
}

interface State {
  readonly problem?: ActionError | undefined
  readonly token?: string | undefined
}

function keysPage(project: Project, c: Context, rights: MemberRights, { problem, token }: State) {
  const { org } = rights
  if (!keysEnabled(project, { rights })) return messagePage(c, 'API keys', 'API keys are off in this project.', 403)
  if (!rights.can('can_manage_api_keys'))
    return messagePage(c, 'API keys', `Your role in ${org.name} does not let you manage its API keys.`, 403)
  const { rows } = listOwnKeys(project, { rights }, { size: SHOWN, number: 0 })
  const deletePath = ownPath(c, `/org/api_keys/${org.org_id}/delete`)
  return page(
    c,
    { title: `API keys of ${org.name}`, wide: true, status: statusOf(problem) },
    html`${orgHead(project, c, rights, 'keys')}
${alert(otherProblem(problem, 'display_name'))}
${createdKey(token)}
${section('keys', `API keys of the ${orgWords(project).one}`, keyTable(rows, deletePath))}
${section('new', 'New API key', newKeyForm(project, orgKeysPath(c, org.org_id), problem))}`,
  )
}
