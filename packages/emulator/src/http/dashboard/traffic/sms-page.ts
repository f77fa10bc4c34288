import type { Context } from 'hono'
import { html } from 'hono/html'
import { findSms, type Sms } from '../../../domain/mail/sms.js'
import type { Project } from '../../../domain/project/project.js'
import { liveNote, reloadIfLive } from '../../control/live.js'
import { messageTabs } from '../../control/message-tabs.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { input } from '../parts/inputs.js'
import type { ToolPage } from '../parts/tool-page.js'

/** The captured text messages. `?to=` selects one number. */
export const smsPage = (project: Project): ToolPage => ({
  path: '/_emulator/sms',
  shared: true,
  render: (c) => renderSms(project, c),
})

function renderSms(project: Project, c: Context) {
  reloadIfLive(c)
  const to = c.req.query('to')?.trim() || undefined
  const wanted = requestedPage(c)
  const { rows, total } = findSms(project, to, wanted)
  return page(
    c,
    { title: 'SMS', tool: true },
    html`<h1>Text messages</h1>
${messageTabs('sms')}
<p class="soft">The emulator sends no text messages. It keeps every one here.</p>
${section(
  'messages',
  to === undefined ? `All messages (${total})` : `Messages to ${to} (${total})`,
  html`<form class="filter" method="get" action="/_emulator/sms">
${input({ name: 'to', label: 'Phone number', type: 'search', value: to ?? '' })}
<button type="submit">Show</button>
</form>
${liveNote(c, 'Show messages as they arrive')}
${rows.length === 0 ? html`<p>No messages. A login of a user with a phone and step-up MFA send codes.</p>` : html`<ul class="mails">${rows.map(smsItem)}</ul>`}
${pager(c, wanted, total)}
${sameByHttp(project, 'read the messages', { method: 'GET', path: `/_emulator/sms${to === undefined ? '' : `?${new URLSearchParams({ to })}`}` })}`,
)}`,
  )
}

const smsItem = ({ to, text, code, created_at }: Sms): Html => html`<li>
<p><strong>${text}</strong></p>
<p>Code <code class="secret">${code}</code></p>
<p>To <a href="/_emulator/sms?to=${encodeURIComponent(to)}">${to}</a> · <small>${timeOfSeconds(created_at)}</small></p>
</li>`
