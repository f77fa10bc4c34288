import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { ServiceError } from '../../../domain/project/service-error.js'
import { changeShownSettings, shownSettings } from '../../../seed/apply/change-settings.js'
import { SETTING_NAMES } from '../../../seed/check/settings-checks.js'
import type { SeedSettings } from '../../../seed/seed.js'
import { sameByHttp } from '../../control/same-call.js'
import { formText } from '../../html/form.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { formView } from '../parts/inputs.js'
import { message, statusOf } from '../parts/messages.js'
import type { Action, Refused, ToolPage } from '../parts/tool-page.js'
import { changedSettings, layoutOf, type SettingName, settingField } from './setting-fields.js'

const TARGET = '/_emulator/settings'

/** The groups of the page. A setting belongs to the first whose pattern fits, otherwise to the group of the rest. */
const GROUPS = [
  { id: 'project', title: 'Users and organizations', pattern: undefined },
  { id: 'properties', title: 'User properties', pattern: /^user_propert/ },
  { id: 'sessions', title: 'Sessions and access tokens', pattern: /^(session|refresh|access_token|user_autologout)_/ },
  { id: 'factors', title: 'Second factor and step-up', pattern: /^(step_up|sms|totp)_/ },
  { id: 'sso', title: 'Enterprise and social logins', pattern: /^(sso|provider)_/ },
  { id: 'oauth', title: 'Apps with a server, older OAuth API', pattern: /^(ssr|userinfo|oauth)_/ },
  { id: 'mcp', title: 'OAuth 2.1 for MCP', pattern: /^mcp_/ },
  { id: 'webhooks', title: 'Webhooks', pattern: /^webhook_/ },
] as const

const REST = 'project'

const groupOf = (name: SettingName): string => GROUPS.find(({ pattern }) => pattern?.test(name))?.id ?? REST

const namesIn = (group: string): readonly SettingName[] => SETTING_NAMES.filter((name) => groupOf(name) === group)

/** The settings that are in force, with a form for each group. */
export const settingsPage = (project: Project): ToolPage => ({
  path: TARGET,
  shared: true,
  render: (c, refused) => renderSettings(project, c, refused),
  actions: { save: save(project) },
})

const save =
  (project: Project): Action =>
  (form) => {
    const names = namesIn(formText(form, 'group'))
    if (names.length === 0) throw new ServiceError('bad_request', 'There is no such group of settings.')
    // `changeShownSettings` checks the values.
    changeShownSettings(project, changedSettings(names, shownSettings(project), form) as SeedSettings)
    return undefined
  }

function renderSettings(project: Project, c: Context, refused: Refused | undefined) {
  const settings = shownSettings(project)
  return page(
    c,
    { title: 'Settings', tool: true, status: statusOf(refused) },
    html`<h1>Settings</h1>
${message(c, refused, { save: 'The settings were saved.' })}
<p class="soft">They have the names of the seed file. A change stays until the next reset.</p>
${GROUPS.map(({ id, title }) => section(`group-${id}`, title, groupForm(project, id, settings, refused)))}`,
  )
}

/** Boxes first, then short fields, then text areas. */
const LAYOUTS = [
  { layout: 'box', className: 'columns top' },
  { layout: 'line', className: 'columns top' },
  { layout: 'area', className: 'columns broad' },
] as const

function groupForm(project: Project, group: string, settings: SeedSettings, refused: Refused | undefined): Html {
  const names = namesIn(group)
  const view = formView(refused?.form.group === group ? refused : undefined, 'save')
  const [first] = names
  return html`<form method="post" action="${TARGET}">
<input type="hidden" name="action" value="save"><input type="hidden" name="group" value="${group}">
${LAYOUTS.map(({ layout, className }) => {
  const fields = names.filter((name) => layoutOf(name) === layout)
  return fields.length === 0
    ? ''
    : html`<div class="${className}">
${fields.map((name) => settingField(name, settings[name], view))}</div>
`
})}<button type="submit">Save</button>
</form>
${first === undefined ? '' : sameByHttp(project, `change ${first} and others`, { method: 'POST', path: TARGET, body: { [first]: settings[first] } })}`
}
