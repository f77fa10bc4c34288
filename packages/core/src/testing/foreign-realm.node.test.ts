// Test environments such as jsdom run tests in a realm of their own: its `Uint8Array`, `Object` and `Promise` are not
// those of Web Crypto, `TextEncoder` and `Request`, which come from outside.
import { createContext, runInContext, runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bundleSource } from '../../test/bundle.js'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from './test-issuer.js'

const outside = {
  AbortController,
  AbortSignal,
  Headers,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  atob,
  btoa,
  clearInterval,
  clearTimeout,
  crypto,
  fetch,
  setInterval,
  setTimeout,
  structuredClone,
}

const code = await bundleSource(`export * from './index.js'; export * from './testing.js'`, {
  format: 'iife',
  globalName: 'kit',
})

/** Runs code in another realm, as the body of an async function, and returns what it gives as JSON. */
async function inForeignRealm(globals: object, body: string): Promise<unknown> {
  const context = createContext({ ...outside, ...globals })
  runInContext(code, context)
  return JSON.parse(await runInContext(`(async () => JSON.stringify(await (async () => { ${body} })()))()`, context))
}

const setUp = `
  const issuer = await kit.createTestIssuer()
  const options = { authUrl: issuer.authUrl, jwks: issuer.jwks }
  const propelAuth = kit.createPropelAuth(options)
  const codeOf = async (authorization) => {
    const result = await propelAuth.authenticateRequest(new Request('https://api.example.com', { headers: { authorization } }))
    return result.ok ? result.user.userId : result.code
  }`

describe.each([
  ['Node', { process }],
  ['Node and a crypto without subtle', { process, crypto: { getRandomValues: () => {} } }],
  ['no Node', {}],
])('in a foreign realm with %s', (_title, globals) => {
  test('the realm is foreign', async () => {
    const answers = '[new TextEncoder().encode("") instanceof Uint8Array, fetch instanceof Function]'
    expect(await inForeignRealm(globals, `return ${answers}`)).toEqual([false, false])
  })

  test('tokens of the testing kit are accepted, with both forms of its key', async () => {
    const body = `${setUp}
      const { authorization } = await issuer.headers({ user: { userId: 'u1', properties: { name: 'zoë' } } })
      const byPem = kit.createPropelAuth({ authUrl: issuer.authUrl, verifierKey: issuer.verifierKey })
      const remote = kit.createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
      const token = authorization.slice(7)
      return [
        await codeOf(authorization),
        (await byPem.validateToken(token)).userId,
        (await remote.validateToken(token)).getUserProperty('name'),
        kit.User.fromJSON(JSON.parse(JSON.stringify(await remote.validateToken(token)))).userId,
      ]`
    expect(await inForeignRealm(globals, body)).toEqual(['u1', 'u1', 'zoë', 'u1'])
  })

  test('every bad token is refused with its code', async () => {
    const body = `${setUp}
      const bad = await kit.badTokens(issuer)
      const wrong = []
      for (const { title, token, code } of bad) {
        const found = await codeOf('Bearer ' + token)
        if (found !== code) wrong.push([title, code, found])
      }
      return [bad.length > 40, wrong]`
    expect(await inForeignRealm(globals, body)).toEqual([true, []])
  })

  test('bytes of this realm are signed as well', async () => {
    const body = `${setUp}
      const now = Math.floor(Date.now() / 1000)
      const claims = JSON.stringify({ iss: issuer.authUrl, iat: now, exp: now + 60, user_id: 'u1' })
      const bytes = Uint8Array.from(claims, (character) => character.charCodeAt(0))
      return codeOf('Bearer ' + (await issuer.sign({ kid: issuer.kid }, bytes)))`
    expect(await inForeignRealm(globals, body)).toBe('u1')
  })
})

describe('where only Uint8Array is foreign', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('tokens of the testing kit are accepted', async () => {
    vi.stubGlobal('Uint8Array', runInNewContext('Uint8Array'))
    const issuer = await createTestIssuer()
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
    expect((await propelAuth.validateToken(await issuer.token({ user: { userId: 'u1' } }))).userId).toBe('u1')
  })
})
