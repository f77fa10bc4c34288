import { html } from 'hono/html'
import { getOrg } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { SOCIAL_PROVIDERS } from '../../domain/project/social-providers.js'
import { listConnections } from '../../domain/sso/connections.js'
import type { Html } from '../html/page.js'

/** The ways to log in at another provider: social ones, and those of organizations whose connection is live. */
export function externalLogins(project: Project, search: string): Html | string {
  const { social_logins: providers, has_orgs: hasOrgs } = readSettings(project)
  const orgIds = hasOrgs
    ? listConnections(project)
        .filter(({ live }) => live)
        .map(({ orgId }) => orgId)
    : []
  if (providers.length === 0 && orgIds.length === 0) return ''
  return html`<ul class="plain" aria-label="Other ways to log in">
${providers.map((provider) => html`<li><a href="/${provider}/login${search}">Log in with ${SOCIAL_PROVIDERS[provider]}</a></li>`)}
${orgIds.map((orgId) => html`<li><a href="/saml/${orgId}/login${search}">Single sign-on of ${getOrg(project, orgId).name}</a></li>`)}
</ul>`
}
