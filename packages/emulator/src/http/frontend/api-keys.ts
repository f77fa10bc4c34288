import { type Context, Hono } from 'hono'
import type { ApiKey } from '../../domain/access/api-keys.js'
import type { Project } from '../../domain/project/project.js'
import { type MemberRights, memberRights } from '../../domain/self-service/member-rights.js'
import {
  API_KEY_ORDERS,
  createOwnKey,
  deleteOwnKey,
  type KeyOwner,
  listOwnKeys,
  renameOwnKey,
} from '../../domain/self-service/own-api-keys.js'
import type { User } from '../../domain/users/user-lookup.js'
import { parseObject } from '../../values/json.js'
import { pageAnswer, readPageRequest } from '../backend/paging.js'
import { type Fields, queryFields } from '../fields.js'
import { forUser, readFields, readOrgId } from './caller.js'
import { withCodes } from './reply.js'

/** The API keys of the user and of the user's organizations. */
export function apiKeyRoutes(project: Project): Hono {
  return new Hono()
    .get(
      '/personal_api_keys',
      list(project, (user) => ({ user })),
    )
    .get(
      '/org_api_keys',
      list(project, (user, fields) => ({ rights: rightsOf(project, user, fields) })),
    )
    .post(
      '/api_keys',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const wanted = { displayName: fields.text('display_name'), expiration: fields.text('expiration_option') }
        fields.check()
        const { id, token } = await withCodes({ org_not_found: 'action_forbidden' }, () => {
          const owner = fields.text('org_id') === undefined ? { user } : { rights: rightsOf(project, user, fields) }
          return createOwnKey(project, owner, wanted)
        })
        return { api_key_id: id, api_key_token: token }
      }),
    )
    .patch(
      '/api_keys/:id',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const name = fields.requiredText('display_name')
        fields.check()
        renameOwnKey(project, user, keyId(c), name)
      }),
    )
    .delete(
      '/api_keys/:id',
      forUser(project, (user, c) => deleteOwnKey(project, user, keyId(c))),
    )
}

const rightsOf = (project: Project, user: User, fields: Fields): MemberRights =>
  memberRights(project, user, readOrgId(fields))

const keyId = (c: Context): string => (c.req.param('id') ?? '').toLowerCase()

const list = (project: Project, ownerOf: (user: User, fields: Fields) => KeyOwner) =>
  forUser(project, (user, c) => {
    const fields = queryFields(new URL(c.req.url).searchParams)
    const page = readPageRequest(fields)
    const search = fields.text('api_key_search')
    const order = fields.oneOf('sort_by', API_KEY_ORDERS)
    fields.check()
    const { rows, total } = listOwnKeys(project, ownerOf(user, fields), { ...page, search, order })
    return { api_keys: rows.map(keyRecord), total_api_keys: total, ...pageAnswer(page, total) }
  })

const keyRecord = (key: ApiKey) => ({
  api_key_id: key.api_key_id,
  created_at: key.created_at,
  expires_at_seconds: key.expires_at_seconds,
  metadata: key.metadata === null ? null : parseObject(key.metadata),
  ...(key.display_name === null ? {} : { display_name: key.display_name }),
})
