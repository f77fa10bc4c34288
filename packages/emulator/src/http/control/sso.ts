import { findAnyOrg } from '../../domain/access/named.js'
import type { Org } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { deleteConnection, findConnection, goLive, setFakeIdp } from '../../domain/sso/connections.js'
import { serviceProvider } from '../../domain/sso/service-provider.js'
import { createSetupLink } from '../../domain/sso/setup-links.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** The connection of an organization. Null without one. */
export const showSso: ControlHandler = ({ project, query }) => shown(project, orgOf(project, query.get('org')))

/** Connects an organization with the identity provider of the emulator, or ends the test mode of its connection. */
export const setSso: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const name = fields.requiredText('org')
  const type = fields.oneOf('type', ['fake_saml', 'fake_oidc'])
  const live = fields.flag('live') ?? false
  if (type === undefined && !live) fields.fail('type', 'Must be fake_saml or fake_oidc, unless "live" is true.')
  fields.check()
  const org = orgOf(project, name)
  return project.db.transaction(() => {
    if (type !== undefined) setFakeIdp(project, org.org_id, type === 'fake_saml' ? 'saml' : 'oidc')
    if (live) goLive(project, org.org_id)
    return shown(project, org)
  })
}

export const removeSso: ControlHandler = ({ project, query }) => {
  deleteConnection(project, orgOf(project, query.get('org')).org_id)
  return {}
}

/** The link to the page on which a customer sets the connection up. */
export const addSetupLink: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const name = fields.requiredText('org')
  fields.check()
  return { url: createSetupLink(project, orgOf(project, name).org_id) }
}

const orgOf = (project: Project, name: string | null): Org => findAnyOrg(project, name ?? '')

function shown(project: Project, { org_id: orgId }: Org) {
  const connection = findConnection(project, orgId)
  return {
    org_id: orgId,
    connection: connection
      ? { type: `${connection.isFake ? 'fake_' : ''}${connection.idp.kind}`, live: connection.live }
      : null,
    service: serviceProvider(project, orgId),
  }
}
