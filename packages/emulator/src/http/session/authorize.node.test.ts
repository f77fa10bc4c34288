import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { appServer, CALLBACK } from '../../../test/app-server.js'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { PERSONAS } from '../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const app = appServer(emulator)
const { email, password } = PERSONAS.owner
const NEW = { email: 'new@x.test', password: 'long enough' }

/** The callback of a browser that is signed in. */
async function callbackOf(path: string): Promise<URL> {
  const visitor = browser(emulator)
  await visitor.submit('/login', { email, password })
  return new URL((await visitor.get(path)).headers.get('Location') ?? '')
}

async function signupParametersOf(path: string): Promise<unknown> {
  const visitor = browser(emulator)
  const signup = (await visitor.get(path)).headers.get('Location') ?? ''
  expect(signup).toMatch(/^\/signup\?/)
  await visitor.submit(signup, NEW)
  const { body: user } = await backend(emulator, 'GET', `user/email?email=${NEW.email}`)
  return (await backend(emulator, 'GET', `user/${user.user_id}/signup_query_parameters`)).body
    .user_signup_query_parameters
}

const raw = (query: string) => `/propelauth/ssr/authorize?${query}`
const uri = (text: string) => `redirect_uri=${encodeURIComponent(text)}`

describe('the callback', () => {
  test('has code and state and nothing else, whatever the request has', async () => {
    const others = { return_to_path: '/deep', prompt: 'login', response_mode: 'form_post', code: 'x', scope: 'openid' }
    const callback = await callbackOf(app.authorizePath(others))
    expect([...callback.searchParams.keys()]).toEqual(['code', 'state'])
    expect(callback.searchParams.get('code')).toMatch(/^[0-9a-f]{64}$/)
    expect(callback.origin + callback.pathname).toBe(CALLBACK)
  })

  test.each(['a'.repeat(64), 'ä & b=c#d', '../', ''])('state %j comes back as it was', async (state) => {
    const callback = await callbackOf(raw(`${uri(CALLBACK)}&${new URLSearchParams({ state })}`))
    expect(callback.searchParams.get('state')).toBe(state)
  })

  test('without a state there is none', async () => {
    expect((await callbackOf(raw(uri(CALLBACK)))).searchParams.has('state')).toBe(false)
  })

  test('keeps the query of the redirect URI, and its code and state count', async () => {
    const callback = await callbackOf(raw(`${uri(`${CALLBACK}?keep=1&code=old&state=old`)}&state=s1`))
    expect(callback.searchParams.get('keep')).toBe('1')
    expect(callback.searchParams.getAll('state')).toEqual(['s1'])
    expect(callback.searchParams.getAll('code')).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  test('of two redirect URIs the first counts, for the check and for the redirect', async () => {
    const good = await callbackOf(raw(`${uri(CALLBACK)}&${uri('https://evil.example/')}&state=s`))
    expect(good.origin).toBe(new URL(CALLBACK).origin)
    const bad = await browser(emulator).get(raw(`${uri('https://evil.example/')}&${uri(CALLBACK)}`))
    expect([bad.status, bad.headers.has('Location')]).toEqual([400, false])
  })
})

describe('a login or a sign-up on the way', () => {
  test.each(['login', 'signup'] as const)('%s comes back to the same request', async (page) => {
    const visitor = browser(emulator)
    const path = app.authorizePath({ signup: String(page === 'signup'), utm: 'n', return_to_path: '/a?b=c' })
    const asked = (await visitor.get(path)).headers.get('Location') ?? ''
    expect(asked.startsWith(`/${page}?rt=`)).toBe(true)
    const back = await visitor.submit(asked, page === 'login' ? { email, password } : NEW)
    expect(back.headers.get('Location')).toBe(path)
  })

  test('every further parameter becomes a signup query parameter, return_to_path and prompt included', async () => {
    const others = {
      utm_source: 'é & ü',
      plan: 'pro',
      return_to_path: '/a?b=c',
      prompt: 'login',
      response_mode: 'query',
    }
    expect(await signupParametersOf(app.authorizePath({ signup: 'true', ...others }))).toEqual(others)
  })

  test('a parameter cannot replace the return target', async () => {
    const path = app.authorizePath({ signup: 'true', rt: btoa('https://evil.example/'), plan: 'pro' })
    expect(await signupParametersOf(path)).toEqual({ plan: 'pro' })
    const visitor = browser(emulator)
    const back = await visitor.submit((await visitor.get(path)).headers.get('Location') ?? '', {
      ...NEW,
      email: 'b@x.test',
    })
    expect(new URL(back.headers.get('Location') ?? '', emulator.authUrl).origin).toBe(emulator.authUrl)
  })

  test('the confirmation of an address comes back, too', async () => {
    emulator.changeSettings({ signup_confirms_email: true })
    const visitor = browser(emulator)
    const path = app.authorizePath({ signup: 'true', utm: 'n' })
    const signup = (await visitor.get(path)).headers.get('Location') ?? ''
    expect((await visitor.submit(signup, NEW)).status).toBe(403)
    const [message] = emulator.mail(NEW.email)
    const confirmed = await visitor.get(message?.link ?? '')
    expect([confirmed.status, confirmed.headers.get('Location')]).toEqual([303, path])
    expect((await app.refresh(await app.start(visitor))).body.access_token.user.email).toBe(NEW.email)
  })
})

describe('the profile of a token for an active organization', () => {
  const { multiOrg } = PERSONAS

  const orgsOf = async (org?: string) => {
    const { accessToken } = await emulator.mintToken({ user: multiOrg.userId, ...(org === undefined ? {} : { org }) })
    const headers = { Authorization: `Bearer ${accessToken}` }
    const response = await emulator.fetch(`${emulator.authUrl}/propelauth/oauth/userinfo`, { headers })
    const body = (await response.json()) as { org_id_to_org_info: Record<string, { org_name: string }> }
    return Object.values(body.org_id_to_org_info).map((entry) => entry.org_name)
  }

  test('has all organizations, or only the active one if the project says so', async () => {
    expect(await orgsOf('globex')).toEqual(['Acme', 'Globex'])
    emulator.changeSettings({ userinfo_orgs: 'active' })
    expect(await orgsOf('globex')).toEqual(['Globex'])
    expect(await orgsOf()).toEqual(['Acme', 'Globex'])
  })
})
