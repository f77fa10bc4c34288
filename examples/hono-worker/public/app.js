// A browser app without a library: the session is a cookie on the auth URL, the access token stays in memory.
const element = (id) => document.getElementById(id)

const show = (id, visible) => {
  element(id).hidden = !visible
}

const { authUrl } = await (await fetch('/config.json')).json()
const authHost = new URL(authUrl).hostname
const isLocal = authHost === 'localhost'

// The session cookie is SameSite=Lax. For a browser, 127.0.0.1 and localhost are two sites.
const isOtherSite = isLocal && location.hostname !== authHost

// The auth URL answers 401 without a session, and browsers log that as an error. So the page asks for a session only
// after a login that began here.
const login = {
  get began() {
    return localStorage.getItem('login') === 'began'
  },
  begin: () => localStorage.setItem('login', 'began'),
  forget: () => localStorage.removeItem('login'),
}

/** The session of this browser, or `null`. */
async function fetchSession() {
  if (isOtherSite || !login.began) return null
  const response = await fetch(`${authUrl}/api/v1/refresh_token`, { credentials: 'include' })
  if (response.ok) return response.json()
  login.forget()
  return null
}

function row({ route, status, answer }) {
  const cells = [route, status, answer].map((text) =>
    Object.assign(document.createElement('td'), { textContent: text }),
  )
  cells[1].dataset.status = status
  const line = document.createElement('tr')
  line.append(...cells)
  return line
}

async function showAnswers(token, orgId) {
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const answers = await (await fetch(`/answers?org_id=${encodeURIComponent(orgId)}`, { headers })).json()
  element('answers').replaceChildren(...answers.map(row))
}

function showOrgs(orgs, token) {
  const choice = element('org')
  choice.replaceChildren(...orgs.map((org) => new Option(org.org_name, org.org_id)))
  choice.onchange = () => showAnswers(token, choice.value)
  show('org-choice', orgs.length > 0)
}

function showSession(session) {
  element('who').textContent = session ? `Signed in as ${session.user.email}` : 'Not signed in'
  show('login', !session && !isOtherSite)
  show('personas', !session && !isOtherSite && isLocal)
  show('logout', Boolean(session))
  show('token-view', Boolean(session))
  element('token').textContent = session
    ? `TOKEN=${session.access_token}\ncurl -H "Authorization: Bearer $TOKEN" ${location.origin}/api/whoami`
    : ''
}

async function refresh() {
  element('answers').replaceChildren()
  const session = await fetchSession()
  const orgs = Object.values(session?.org_id_to_org_member_info ?? {})
  showSession(session)
  showOrgs(orgs, session?.access_token)
  await showAnswers(session?.access_token, orgs[0]?.org_id ?? 'any')
}

function showHosts() {
  const there = new URL(location.href)
  there.hostname = authHost
  element('page-host').textContent = location.hostname
  element('auth-host').textContent = authHost
  Object.assign(element('same-host'), { href: there.href, textContent: there.href })
  show('other-host', isOtherSite)
  element('dashboard').href = `${authUrl}/_emulator`
  show('emulator', isLocal)
}

element('login').onclick = () => {
  login.begin()
  location.assign(`${authUrl}/login?rt=${encodeURIComponent(btoa(location.href))}`)
}

element('logout').onclick = async () => {
  await fetch(`${authUrl}/api/v1/logout`, { method: 'POST', credentials: 'include' })
  login.forget()
  await refresh()
}

showHosts()
await refresh()
