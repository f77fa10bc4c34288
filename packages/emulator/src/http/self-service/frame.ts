import type { Context } from 'hono'
import { html } from 'hono/html'
import { memberEntries } from '../../domain/orgs/memberships.js'
import { orgWords } from '../../domain/project/org-words.js'
import type { Project } from '../../domain/project/project.js'
import { readSettings } from '../../domain/project/settings.js'
import type { MemberRights } from '../../domain/self-service/member-rights.js'
import type { Html } from '../html/page.js'
import { notice, tabs } from '../html/section.js'
import { ownPath, returnTarget } from '../own-address.js'

/** The way back to the app that has opened the page. */
export function backLink(project: Project, c: Context): Html | string {
  if (!c.req.query('rt')) return ''
  const target = returnTarget(project, c)
  return target.refused ? '' : html`<p><a href="${target.location}">Back to the app</a></p>`
}

/** What a form has done, told by the parameter `done` of the page that it redirects to. */
const doneTexts = (org: string): Readonly<Record<string, string>> => ({
  profile: 'Your profile was saved.',
  email: 'Open the link of the message to the new address to confirm it.',
  password: 'Your password was changed.',
  mfa_on: 'Two-factor authentication is on.',
  mfa_off: 'Two-factor authentication is off.',
  key_deleted: 'The API key was deleted.',
  joined: `You have joined the ${org}.`,
  left: `You have left the ${org}.`,
  invited: 'The invitation was sent.',
  revoked: 'The invitation was revoked.',
  role: 'The role was changed.',
  removed: 'The member was removed.',
  settings: 'The settings were saved.',
  org_deleted: `The ${org} was deleted.`,
})

function doneNotice(project: Project, c: Context): Html | string {
  const done = c.req.query('done') ?? ''
  const texts = doneTexts(orgWords(project).one)
  return notice(Object.hasOwn(texts, done) ? texts[done] : undefined)
}

/** The head of the pages about the account. */
export function accountHead(project: Project, c: Context, title: string, current: string): Html {
  const keys = readSettings(project).personal_api_keys_enabled ? [['API keys', '/account/api_keys']] : []
  const pages = [['Profile', '/account'], ['Security', '/account/security'], ...keys]
  return html`<div class="head"><h1>${title}</h1>${backLink(project, c)}</div>
${tabs(
  'Account',
  pages.map(([label = '', path = '']) => ({ label, href: ownPath(c, path), current: path === current })),
)}
${doneNotice(project, c)}`
}

/** The paths of the pages about an organization. The official libraries link to them. */
export const orgPath = (c: Context, orgId: string, query: Readonly<Record<string, string>> = {}): string =>
  ownPath(c, '/org', { id: orgId, ...query })

export const orgSettingsPath = (c: Context, orgId: string, query: Readonly<Record<string, string>> = {}): string =>
  ownPath(c, `/org/settings/${orgId}`, query)

export const orgKeysPath = (c: Context, orgId: string, query: Readonly<Record<string, string>> = {}): string =>
  ownPath(c, `/org/api_keys/${orgId}`, query)

/** The head of the pages about an organization. */
export function orgHead(
  project: Project,
  c: Context,
  rights: MemberRights,
  current: 'members' | 'settings' | 'keys',
): Html {
  const { org, assignment, user } = rights
  const id = org.org_id
  const words = orgWords(project)
  const hasKeys = readSettings(project).org_api_keys_enabled && rights.can('can_manage_api_keys')
  const others = memberEntries(project, user.user_id).filter(({ org_id }) => org_id !== id)
  return html`<div class="head"><h1>${org.name}</h1>${backLink(project, c)}</div>
<p class="soft">You are ${[assignment.role, ...assignment.additionalRoles].join(', ')}.${others.length === 0 ? '' : html` Other ${words.many}: ${others.map((entry, index) => html`${index === 0 ? '' : ', '}<a href="${orgPath(c, entry.org_id)}">${entry.org_name}</a>`)}`}</p>
${tabs(words.title, [
  { label: 'Members', href: orgPath(c, id), current: current === 'members' },
  { label: 'Settings', href: orgSettingsPath(c, id), current: current === 'settings' },
  ...(hasKeys ? [{ label: 'API keys', href: orgKeysPath(c, id), current: current === 'keys' }] : []),
  { label: 'Account', href: ownPath(c, '/account'), current: false },
])}
${doneNotice(project, c)}`
}
