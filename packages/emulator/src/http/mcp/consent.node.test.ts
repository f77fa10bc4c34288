import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { browser, testEmulator } from '../../../test/fixture.js'
import { answer, connected, consentForm, pkce, REDIRECT_URI } from '../../../test/mcp-client.js'
import { PERSONAS, type Persona } from '../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { challenge } = pkce()
const { owner, member } = PERSONAS

describe('the answer', () => {
  const ask = async (persona: Persona = owner) => {
    const client = await connected(emulator, persona)
    return { ...client, page: await client.ask(challenge) }
  }

  test('Allow: code and state, and nothing else', async () => {
    const { visitor, page } = await ask()
    const location = await answer(visitor, page)
    expect(location.origin + location.pathname).toBe(REDIRECT_URI)
    expect([...location.searchParams.keys()].toSorted()).toEqual(['code', 'state'])
    expect(location.searchParams.get('code')).toMatch(/^[\w-]{64}$/)
    expect(location.searchParams.get('state')).toBe('s1')
  })

  test.each(['deny', 'anything else', ''])('%j: access_denied', async (decision) => {
    const { visitor, page } = await ask()
    const { searchParams } = await answer(visitor, page, decision)
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual(['access_denied', 's1'])
    expect(searchParams.has('code')).toBe(false)
  })

  test('mcp_iss_parameter: true names the issuer, with errors, too', async () => {
    emulator.changeSettings({ mcp_iss_parameter: true })
    for (const decision of ['allow', 'deny']) {
      const { visitor, page } = await ask()
      expect((await answer(visitor, page, decision)).searchParams.get('iss')).toBe(`${emulator.authUrl}/oauth/2.1`)
    }
  })

  test.each(['ä & b=c#d', '"><script>', '%0d%0aSet-Cookie: a=b', '../'])(
    'the state %j comes back as it was',
    async (state) => {
      const { visitor, ask: askAgain } = await ask()
      const page = await askAgain(challenge, { state })
      expect((await answer(visitor, page)).searchParams.get('state')).toBe(state)
    },
  )

  const submit = async (form: string[][], origin?: string, visitor = browser(emulator)) =>
    visitor.submit('/oauth/2.1/authorize', form, origin)
  const allowed = (page: { readonly body: string }): string[][] => [...consentForm(page.body), ['decision', 'allow']]

  test.each([
    'https://evil.example',
    'null',
    '',
    'http://localhost.evil.example:4460',
    'http://localhost:4461',
    'https://localhost:4460',
    'http://evil.example:4460',
    'http://localhost',
    'file://',
  ])('a form of the origin %j is refused and leaves the request open', async (origin) => {
    const { visitor, page } = await ask()
    const refused = await submit(allowed(page), origin, visitor)
    expect([refused.status, refused.headers.has('Location')]).toEqual([403, false])
    expect((await answer(visitor, page)).searchParams.has('code')).toBe(true)
  })

  test('a request without Origin is refused, and so is a GET', async () => {
    const { visitor, page } = await ask()
    const Cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = new URLSearchParams(allowed(page))
    const path = `${emulator.authUrl}/oauth/2.1/authorize`
    expect((await emulator.fetch(path, { method: 'POST', body, headers: { Cookie } })).status).toBe(403)
    expect((await emulator.fetch(`${path}?${body}`, { headers: { Cookie } })).status).toBe(400)
  })

  test('it counts once, in the session that was asked', async () => {
    const { visitor, page } = await ask()
    await answer(visitor, page)
    const again = await submit(allowed(page), undefined, visitor)
    expect([again.status, again.headers.has('Location')]).toEqual([400, false])
    for (const other of [browser(emulator), (await ask()).visitor, (await ask(member)).visitor]) {
      const { page: asked } = await ask()
      expect((await submit(allowed(asked), undefined, other)).status).toBe(400)
    }
  })

  test('it is possible for ten minutes', async () => {
    let now = 1_800_000_000_000
    await using timed = testEmulator({ now: () => now })
    const { visitor, ask: askTimed } = await connected(timed)
    const [soon, late] = [await askTimed(challenge), await askTimed(challenge)]
    now += 599_000
    expect((await answer(visitor, soon)).searchParams.has('code')).toBe(true)
    now += 1_000
    expect((await visitor.submit('/oauth/2.1/authorize', allowed(late))).status).toBe(400)
  })
})

describe('scopes', () => {
  const scopesOf = async (persona: Persona, scope?: string, change = consentForm) => {
    const { visitor, ask, exchange } = await connected(emulator, persona)
    const { verifier, challenge: own } = pkce()
    const page = await ask(own, { scope })
    const location = await answer(visitor, page, 'allow', change)
    return (await exchange(location.searchParams.get('code') ?? '', verifier)).body.scope
  }

  test('a role is offered its own scopes; a request without scopes is offered all', async () => {
    expect(await scopesOf(owner)).toBe('read:user_data plans:read plans:write')
    expect(await scopesOf(PERSONAS.member)).toBe('read:user_data plans:read')
    expect(await scopesOf(PERSONAS.noOrg)).toBe('read:user_data')
  })

  test('a scope that the role does not allow is not on the page', async () => {
    const pageOf = async (persona: Persona) => (await (await connected(emulator, persona)).ask(challenge)).body
    expect([(await pageOf(owner)).includes('plans:write'), (await pageOf(member)).includes('plans:write')]).toEqual([
      true,
      false,
    ])
  })

  test('unknown scopes have no effect', async () => {
    expect(await scopesOf(owner, 'openid read:user_data offline_access')).toBe('read:user_data')
    expect(await scopesOf(owner, 'openid')).toBe('')
  })

  test('the user can select fewer, and another organization', async () => {
    const without = (name: string) => (page: string) => consentForm(page).filter(([, value]) => value !== name)
    expect(await scopesOf(owner, undefined, without('plans:write'))).toBe('read:user_data plans:read')
    const other = (page: string) =>
      consentForm(page).map(([name, value]): [string, string] => (name === 'org' ? [name, ''] : [name, value]))
    expect(await scopesOf(owner, undefined, other)).toBe('read:user_data')
  })

  test('a form cannot add scopes that were not offered', async () => {
    const more = (page: string): [string, string][] => {
      const form = consentForm(page)
      const [, orgId = ''] = form.find(([name]) => name === 'org') ?? []
      const names = ['admin', 'plans:write', 'read:user_data']
      return [
        ...form,
        ...names.flatMap((name): [string, string][] => [
          ['scope', name],
          [`scope:${orgId}`, name],
        ]),
      ]
    }
    expect(await scopesOf(member, 'plans:read', more)).toBe('plans:read')
  })
})
