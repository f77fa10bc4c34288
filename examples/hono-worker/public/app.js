// What a browser app does without any library: the session lives in a cookie on the auth URL, the token in memory.
const element = (id) => document.getElementById(id)

const { authUrl } = await (await fetch('/config.json')).json()

const routes = ['', '/admin_only', '/admin_or_owner', '/billing']

/** The session of this browser, or `null` when nobody is logged in. */
async function fetchSession() {
  const response = await fetch(`${authUrl}/api/v1/refresh_token`, { credentials: 'include' })
  return response.ok ? response.json() : null
}

function row(route, status, answer) {
  const cells = [route, status, answer].map((text) =>
    Object.assign(document.createElement('td'), { textContent: text }),
  )
  cells[1].dataset.status = status
  const line = document.createElement('tr')
  line.append(...cells)
  return line
}

async function ask(route, token) {
  const response = await fetch(route, token ? { headers: { authorization: `Bearer ${token}` } } : {})
  return row(route, String(response.status), await response.text())
}

async function showAnswers(token, orgId) {
  const paths = ['/api/whoami', '/api/whoami_optional', ...routes.map((path) => `/api/org/${orgId}${path}`)]
  element('answers').replaceChildren(...(await Promise.all(paths.map((path) => ask(path, token)))))
}

function showOrgs(orgs, token) {
  const choice = element('org')
  choice.replaceChildren(...orgs.map((org) => new Option(org.org_name, org.org_id)))
  choice.onchange = () => showAnswers(token, choice.value)
  element('org-choice').hidden = orgs.length === 0
}

async function show() {
  element('answers').replaceChildren()
  const session = await fetchSession()
  const token = session?.access_token
  const orgs = Object.values(session?.org_id_to_org_member_info ?? {})
  element('who').textContent = session ? `Signed in as ${session.user.email}` : 'Nobody is signed in'
  element('login').hidden = session !== null
  element('logout').hidden = session === null
  element('token-view').hidden = session === null
  element('token').textContent = token ?? ''
  showOrgs(orgs, token)
  await showAnswers(token, orgs[0]?.org_id ?? 'any')
}

element('login').onclick = () => location.assign(`${authUrl}/login?rt=${encodeURIComponent(btoa(location.href))}`)

element('logout').onclick = async () => {
  await fetch(`${authUrl}/api/v1/logout`, { method: 'POST', credentials: 'include' })
  await show()
}

await show()
