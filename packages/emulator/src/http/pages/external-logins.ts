import { html } from 'hono/html'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import { SOCIAL_PROVIDERS } from '../../domain/project/social-providers.js'
import { liveOrgs } from '../../domain/sso/connections.js'
import type { Html } from '../html/page.js'

const LISTED = 20

/** The ways to log in at another provider: social ones, and those of organizations whose connection is live. */
export function externalLogins(project: Project, search: string): Html | string {
  const { social_logins: providers, has_orgs: hasOrgs } = readSettings(project)
  const orgs = hasOrgs ? liveOrgs(project, LISTED) : []
  if (providers.length === 0 && orgs.length === 0) return ''
  return html`<ul aria-label="Other ways to log in">
${providers.map((provider) => html`<li><a href="/${provider}/login${search}">Log in with ${SOCIAL_PROVIDERS[provider]}</a></li>`)}
${orgs.map(({ org_id, name }) => html`<li><a href="/saml/${org_id}/login${search}">Single sign-on of ${name}</a></li>`)}
</ul>`
}
