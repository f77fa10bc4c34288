import type { Context } from 'hono'
import { html } from 'hono/html'
import { findMail, type Mail } from '../../../domain/mail/mail.js'
import { findSms, type Sms } from '../../../domain/mail/sms.js'
import type { Project } from '../../../domain/project/project.js'
import { liveNote, reloadIfLive } from '../../control/live.js'
import { messageTabs } from '../../control/message-tabs.js'
import { sameByHttp } from '../../control/same-call.js'
import { type Html, page } from '../../html/page.js'
import { pager, requestedPage } from '../../html/pager.js'
import { section } from '../../html/section.js'
import { timeOfSeconds } from '../../html/time.js'
import { ownLink } from '../../own-address.js'
import { input } from '../parts/inputs.js'
import type { ToolPage } from '../parts/tool-page.js'

/** The captured messages. `?to=` selects one address. */
export const mailPage = (project: Project): ToolPage => ({
  path: '/_emulator/mail',
  shared: true,
  render: (c) => renderMail(project, c),
})

function renderMail(project: Project, c: Context) {
  reloadIfLive(c)
  const to = c.req.query('to') || undefined
  const wanted = requestedPage(c)
  const { rows, total } = findMail(project, to, wanted)
  return page(
    c,
    { title: 'Mail', tool: true },
    html`<h1>Mail</h1>
${messageTabs('mail')}
<p class="soft">The emulator sends no mail. It keeps every message here. Tests read them with <code>GET /_emulator/mail?to=…</code>, which answers JSON.</p>
${section(
  'messages',
  to === undefined ? `All messages (${total})` : `Messages to ${to} (${total})`,
  html`<form class="filter" method="get" action="/_emulator/mail">
${input({ name: 'to', label: 'Address', type: 'email', value: to ?? '' })}
<button type="submit">Show</button>
</form>
${liveNote(c, 'Show messages as they arrive')}
${rows.length === 0 ? emptyNote(to) : html`<ul class="mails">${rows.map((mail) => mailItem(project, c, mail))}</ul>`}
${pager(c, wanted, total)}
${sameByHttp(project, 'read the messages', { method: 'GET', path: `/_emulator/mail${to === undefined ? '' : `?${new URLSearchParams({ to })}`}` }, ['mail', ...(to === undefined ? [] : ['--to', to])])}`,
)}
${to === undefined ? smsSection(project) : ''}`,
  )
}

const emptyNote = (to: string | undefined): Html =>
  to === undefined
    ? html`<p>No messages yet. Invitations and confirmations of email addresses arrive here. The link of a magic link is in the answer of the API call that makes it.</p>`
    : html`<p>No messages to this address. <a href="/_emulator/mail">Show all</a></p>`

const mailItem = (project: Project, c: Context, mail: Mail): Html => html`<li>
<p><strong>${mail.subject}</strong></p>
<p>To <a href="/_emulator/mail?to=${encodeURIComponent(mail.to)}">${mail.to}</a></p>
<p><a href="${ownLink(project, c, mail.link)}">Open the link</a> <code>${mail.link}</code></p>
<p><small>${mail.kind} · ${timeOfSeconds(mail.created_at)}</small></p>
</li>`

const SHOWN_SMS = 10

/** The newest text messages. The page about them has all. */
function smsSection(project: Project): Html | string {
  const { rows, total } = findSms(project, undefined, { size: SHOWN_SMS, number: 0 })
  if (total === 0) return ''
  return section(
    'sms',
    `Text messages (${total})`,
    html`<ul class="mails">${rows.map(smsItem)}</ul>
<p><a href="/_emulator/sms">All text messages</a></p>`,
  )
}

const smsItem = ({ to, text, created_at }: Sms): Html => html`<li>
<p><strong>${text}</strong></p>
<p>To ${to}</p>
<p><small>${timeOfSeconds(created_at)}</small></p>
</li>`
