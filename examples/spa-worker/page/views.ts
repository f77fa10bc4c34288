import type { UserSessionJson } from '@propelauth-edge/session/client'
import { ask, client } from './api.js'
import { element } from './elements.js'

export interface View {
  readonly title: string
  readonly show: (session: UserSessionJson, orgId: string | undefined) => Promise<readonly HTMLElement[]>
}

const card = (title: string, ...children: (Node | string)[]) =>
  element('section', { className: 'card' }, element('h2', { textContent: title }), ...children)

const row = (name: string, value: string) =>
  element('div', {}, element('dt', { textContent: name }), element('dd', { textContent: value }))

/** What the API answers, as it is. */
async function answerOf(path: string): Promise<HTMLElement> {
  const { status, body } = await ask(path)
  const code = element('b', { className: status === 200 ? 'good' : 'bad', textContent: String(status || '–') })
  const text = String(body.message ?? body.email ?? body.org ?? body.code)
  return element(
    'li',
    {},
    element('code', { textContent: path.replace(/[\da-f]{8}-[\da-f-]{27}/, ':orgId') }),
    code,
    element('span', { textContent: text }),
  )
}

const overview: View = {
  title: 'Overview',
  async show({ user, expiresAt }, orgId) {
    const paths = ['/api/whoami', ...(orgId ? [`/api/org/${orgId}`, `/api/org/${orgId}/billing`] : [])]
    const name = user.firstName ?? user.email ?? user.userId
    const until = new Date(expiresAt * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    const answers = element('ul', { className: 'answers' }, ...(await Promise.all(paths.map(answerOf))))
    const tab = element('a', { href: '/', target: '_blank', textContent: 'Open a second tab' })
    return [
      element('h1', { textContent: `Hello ${name}` }),
      card(
        'Your session',
        element('dl', {}, row('Email', user.email ?? '–'), row('User', user.userId), row('Next refresh before', until)),
        element(
          'p',
          { className: 'soft' },
          tab,
          ': both have the same user and the same organization, also after a logout.',
        ),
      ),
      card('What the API answers', answers),
    ]
  },
}

const billing: View = {
  title: 'Billing',
  async show(_session, orgId) {
    const heading = element('h1', { textContent: 'Billing' })
    if (!orgId) return [heading, card('No organization', 'You are not a member of any organization.')]
    const { status, body } = await ask(`/api/org/${orgId}/billing`)
    if (status !== 200) {
      const reason = status === 403 ? 'Your role in this organization does not include billing.' : 'Please try again.'
      return [heading, card(status === 403 ? 'Not for you' : 'No answer', reason)]
    }
    const rows = ['plan', 'seats', 'total'].map((name) => row(name, String(body[name])))
    return [heading, card(String(body.org), element('dl', { className: 'bill' }, ...rows))]
  },
}

export const views: Readonly<Record<string, View>> = { '/': overview, '/billing': billing }

/** The page for visitors. A login comes back to the address that it began at. */
export function welcome(): readonly HTMLElement[] {
  const logIn = element('button', { textContent: 'Log in', onclick: () => client.login() })
  const signUp = element('button', { className: 'quiet', textContent: 'Sign up', onclick: () => client.signup() })
  const isLocal = location.hostname === 'localhost'
  return [
    element(
      'section',
      { className: 'hero' },
      element('h1', { textContent: 'Know what you owe.' }),
      element('p', {
        textContent:
          'A single-page app with its API in one Worker. The session is in cookies that scripts cannot read.',
      }),
      element('p', { className: 'actions' }, logIn, signUp),
      isLocal &&
        element('p', { className: 'hint', textContent: 'The local login page has five users, each with a button.' }),
    ),
  ]
}
