// A single-page app without a framework: the session decides what is shown, and the address which page.
import type { ClientSession } from '@propelauth-edge/session/client'
import { client, fetchOrgs, type Org } from './api.js'
import { element, find } from './elements.js'
import { views, welcome } from './views.js'

let session: ClientSession | undefined
let orgs: readonly Org[] = []
/** Counts what was begun, so that a late answer shows nothing. */
let turn = 0

function notify(text: string) {
  Object.assign(find('#notice'), { textContent: text, hidden: text === '' })
}

/** The active org, or the first one of a user who has not chosen. */
const activeOrgId = () => session?.user?.activeOrgId ?? orgs[0]?.orgId

async function changeOrg(choice: HTMLSelectElement) {
  choice.disabled = true
  const changed = await client.setActiveOrg(choice.value).catch(() => undefined)
  // The listener below shows what has changed.
  if (changed) return
  await show()
  notify(changed === null ? 'You are not a member of this organization.' : 'No answer. Please try again.')
}

async function logOut() {
  try {
    await client.logout()
  } catch {
    notify('You are still logged in: the app cannot be reached.')
  }
}

function account(): readonly HTMLElement[] {
  if (!session?.user) return [element('button', { textContent: 'Log in', onclick: () => client.login() })]
  const choice = element(
    'select',
    { ariaLabel: 'Organization', onchange: () => changeOrg(choice) },
    ...orgs.map(({ orgId, orgName }) => new Option(orgName, orgId, false, orgId === activeOrgId())),
  )
  const logOutButton = element('button', { className: 'quiet', textContent: 'Log out', onclick: logOut })
  return orgs.length > 0 ? [choice, logOutButton] : [logOutButton]
}

const links = () =>
  Object.entries(views).map(([path, { title }]) => {
    const link = element('a', { href: path, textContent: title })
    if (path === location.pathname) link.ariaCurrent = 'page'
    return link
  })

async function show() {
  if (!session) return
  const mine = ++turn
  const { user } = session
  if (user && !orgs.length) orgs = await fetchOrgs()
  const view = views[location.pathname] ?? views['/']
  const content = user && view ? await view.show(session, activeOrgId()) : welcome()
  if (mine !== turn) return
  document.title = user && view ? `${view.title} · Ledger` : 'Ledger'
  find('nav').replaceChildren(...(user ? links() : []))
  find('#account').replaceChildren(...account())
  find('#view').replaceChildren(...content)
}

function update() {
  notify(session?.status === 'unavailable' ? 'The app cannot be reached. What you see may be out of date.' : '')
  show()
}

client.subscribe((next) => {
  if (next.user?.userId !== session?.user?.userId) orgs = []
  session = next
  update()
})

addEventListener('popstate', update)
addEventListener('click', (event) => {
  const link = (event.target as Element).closest('a')
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)
  if (!link || link.target || link.origin !== location.origin || !isPlain) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  update()
})
