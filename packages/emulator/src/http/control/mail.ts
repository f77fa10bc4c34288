import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { listMail, type Mail } from '../../domain/mail/mail.js'
import { listSms, type Sms } from '../../domain/mail/sms.js'
import type { Project } from '../../domain/project/project.js'
import { wantsPage } from '../html/accept.js'
import { type Html, page } from '../html/page.js'
import { timeOfSeconds } from '../html/time.js'
import { ownLink } from '../own-address.js'
import { liveNote, reloadIfLive } from './live.js'
import { messageTabs } from './message-tabs.js'
import { sameByHttp } from './same-call.js'

/** The captured messages: an HTML page for browsers, JSON for tools. `?to=` selects one address. */
export function mailRoutes(project: Project): Hono {
  return new Hono().get('/_emulator/mail', (c) => {
    const to = c.req.query('to') || undefined
    const mail = listMail(project, to)
    c.header('Vary', 'Accept')
    if (!wantsPage(c)) return c.json({ mail })
    reloadIfLive(c)
    return mailPage(project, c, mail, to)
  })
}

function mailPage(project: Project, c: Context, mail: readonly Mail[], to: string | undefined) {
  return page(
    c,
    { title: 'Mail', tool: true },
    html`<h1>Mail</h1>
${messageTabs('mail')}
<section class="card">
<p class="soft">The emulator sends no mail. It keeps every message here. Tests read them with
<code>GET /_emulator/mail?to=…</code>, which answers JSON.</p>
<form class="filter" method="get" action="/_emulator/mail">
<div><label for="to">Address</label>
<input id="to" name="to" type="email" value="${to ?? ''}"></div>
<button type="submit">Show</button>
</form>
</section>
<section class="card" aria-labelledby="messages">
<h2 id="messages">${to === undefined ? `All messages (${mail.length})` : `Messages to ${to} (${mail.length})`}</h2>
${liveNote(c, 'Show messages as they arrive')}
${mail.length === 0 ? emptyNote(to) : html`<ul class="mails">${mail.map((message) => mailItem(project, c, message))}</ul>`}
${sameByHttp(project, 'read the messages', { method: 'GET', path: `/_emulator/mail${to === undefined ? '' : `?${new URLSearchParams({ to })}`}` }, ['mail', ...(to === undefined ? [] : ['--to', to])])}
</section>
${to === undefined ? smsSection(listSms(project, undefined)) : ''}`,
  )
}

const emptyNote = (to: string | undefined): Html =>
  to === undefined
    ? html`<p>No messages yet. Invitations and confirmations of email addresses arrive here. The link of a magic link is in the answer of the API call that makes it.</p>`
    : html`<p>No messages to this address. <a href="/_emulator/mail">Show all</a></p>`

function smsSection(messages: readonly Sms[]): Html | string {
  if (messages.length === 0) return ''
  return html`<section class="card" aria-labelledby="sms">
<h2 id="sms">Text messages (${messages.length})</h2>
<p class="soft">Tests read them with <code>GET /_emulator/sms?to=…</code>.</p>
<ul class="mails">${messages.map(smsItem)}</ul>
</section>`
}

const smsItem = ({ to, text, created_at }: Sms): Html => html`<li>
<p><strong>${text}</strong></p>
<p>To ${to}</p>
<p><small>${timeOfSeconds(created_at)}</small></p>
</li>`

function mailItem(project: Project, c: Context, mail: Mail): Html {
  return html`<li>
<p><strong>${mail.subject}</strong></p>
<p>To <a href="/_emulator/mail?to=${encodeURIComponent(mail.to)}">${mail.to}</a></p>
<p><a href="${ownLink(project, c, mail.link)}">Open the link</a> <code>${mail.link}</code></p>
<p><small>${mail.kind} · ${timeOfSeconds(mail.created_at)}</small></p>
</li>`
}
