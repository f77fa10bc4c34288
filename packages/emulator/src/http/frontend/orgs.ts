import { type Context, Hono } from 'hono'
import { orgRecord } from '../../domain/orgs/org-records.js'
import { isPersonalDomain } from '../../domain/orgs/personal-domains.js'
import type { Project } from '../../domain/project/project.js'
import { invalidRequest } from '../../domain/self-service/action-error.js'
import { type MemberRights, memberRights } from '../../domain/self-service/member-rights.js'
import { deleteOwnOrg, type OrgSettingsChange, updateOrgSettings } from '../../domain/self-service/org-settings.js'
import { createOwnOrg, type JoinedOrg, joinableOrgs, joinOrg } from '../../domain/self-service/own-orgs.js'
import { domainOf } from '../../domain/users/user-rules.js'
import { isObject } from '../../values/json.js'
import { readJson } from '../body.js'
import { bodyFields, queryFields } from '../fields.js'
import { forUser, readFields, readOrgId } from './caller.js'

/** The organizations of the user. */
export function orgRoutes(project: Project): Hono {
  return new Hono()
    .post(
      '/create_org',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const wanted = {
          name: fields.requiredText('name'),
          autojoin: fields.flag('autojoin_by_domain') ?? false,
          restrict: fields.flag('restrict_to_domain') ?? false,
        }
        fields.check()
        return joinedAnswer(createOwnOrg(project, user, wanted))
      }),
    )
    .get(
      '/joinable_orgs',
      forUser(project, (user) => ({
        orgs: joinableOrgs(project, user).map(({ org_id, name }) => ({ id: org_id, name })),
      })),
    )
    .post(
      '/join_org/:id',
      forUser(project, (user, c) => joinedAnswer(joinOrg(project, user, (c.req.param('id') ?? '').toLowerCase()))),
    )
    .get(
      '/org_settings',
      forUser(project, (user, c) => {
        const fields = queryFields(new URL(c.req.url).searchParams)
        return settingsAnswer(project, memberRights(project, user, readOrgId(fields)))
      }),
    )
    .post(
      '/update_org_metadata',
      forUser(project, async (user, c) => {
        const { orgId, change } = await readSettingsChange(c)
        updateOrgSettings(project, memberRights(project, user, orgId), change)
      }),
    )
    .delete(
      '/delete_org',
      forUser(project, async (user, c) => {
        deleteOwnOrg(project, memberRights(project, user, readOrgId(await readFields(c))))
      }),
    )
}

const joinedAnswer = ({ org, isFirst }: JoinedOrg) => ({ org_id: org.org_id, first_org: isFirst })

function settingsAnswer(project: Project, rights: MemberRights) {
  const { org, user } = rights
  const record = orgRecord(project, org)
  const domain = domainOf(user.email)
  return {
    org_name: org.name,
    user_can_update_org_settings: rights.can('can_edit_org_access'),
    user_can_update_metadata: rights.can('can_update_org_metadata'),
    autojoin_by_domain: record.domain_autojoin,
    restrict_to_domain: record.domain_restrict,
    require_2fa_by: org.require_2fa_by,
    existing_domain: org.domain,
    current_user_domain: domain,
    current_user_domain_is_personal: isPersonalDomain(domain),
    can_setup_saml: record.can_setup_saml && rights.can('can_setup_saml'),
    is_saml_enabled: record.is_saml_configured,
    is_saml_in_test_mode: record.is_saml_in_test_mode,
    can_setup_scim: false,
    is_scim_enabled: false,
  }
}

async function readSettingsChange(c: Context): Promise<{ orgId: string; change: OrgSettingsChange }> {
  const body = await readJson(c)
  const fields = bodyFields(body ?? {})
  const time = fields.text('require_2fa_by')
  if (time !== undefined && Number.isNaN(Date.parse(time)))
    throw invalidRequest({ require_2fa_by: 'Must be a time in the form of ISO 8601.' })
  const change = {
    name: fields.text('name'),
    autojoin: fields.flag('autojoin_by_domain'),
    restrict: fields.flag('restrict_to_domain'),
    require2faBy: isObject(body) && body.require_2fa_by === null ? null : time,
  }
  fields.check()
  return { orgId: readOrgId(fields), change }
}
