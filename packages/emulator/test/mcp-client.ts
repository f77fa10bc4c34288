import { createHash, randomBytes } from 'node:crypto'
import { type Emulator, PERSONAS, type Persona } from '../src/index.js'
import { type Answer, type Browser, browser, read } from './fixture.js'

export const RESOURCE = 'https://mcp.example.test/mcp'
export const REDIRECT_URI = 'http://localhost:9123/callback'

export type Parameters = Readonly<Record<string, string | undefined>>

/** Leaves out what is undefined. */
export const query = (parameters: Parameters): URLSearchParams =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** A verifier and its challenge. */
export function pkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

const post = async (emulator: Emulator, path: string, body: BodyInit, headers: HeadersInit = {}): Promise<Answer> =>
  read(await emulator.fetch(`${emulator.authUrl}${path}`, { method: 'POST', body, headers }))

export const basicAuth = (id: string, secret: string) => ({ Authorization: `Basic ${btoa(`${id}:${secret}`)}` })

export const register = (emulator: Emulator, metadata: object = {}): Promise<Answer> => {
  const usual = { client_name: 'Test client', redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' }
  const headers = { 'Content-Type': 'application/json' }
  return post(emulator, '/oauth/2.1/register', JSON.stringify({ ...usual, ...metadata }), headers)
}

export const postToken = (emulator: Emulator, form: Parameters, headers: HeadersInit = {}): Promise<Answer> =>
  post(emulator, '/oauth/2.1/token', query(form), headers)

/** Introspects with the credentials of the emulator. */
export async function introspect(emulator: Emulator, token: string): Promise<Answer['body']> {
  const { clientId, clientSecret } = emulator.introspection
  const headers = basicAuth(clientId, clientSecret)
  const { body } = await post(emulator, '/oauth/2.1/introspect', new URLSearchParams({ token }), headers)
  return body
}

export async function signedIn(emulator: Emulator, { email, password }: Persona = PERSONAS.owner): Promise<Browser> {
  const visitor = browser(emulator)
  await visitor.submit('/login', { email, password })
  return visitor
}

export const authorizePath = (parameters: Parameters): string =>
  `/oauth/2.1/authorize?${query({
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    state: 's1',
    code_challenge_method: 'S256',
    resource: RESOURCE,
    ...parameters,
  })}`

/** The fields of the consent form as a browser shows them: all boxes checked, the first organization selected. */
export function consentForm(page: string): [string, string][] {
  const inputs = Array.from(page.matchAll(/<input type="(\w+)" name="([^"]*)" value="([^"]*)"( checked)?>/g))
  return inputs
    .filter(([, type, , , checked]) => type === 'hidden' || checked !== undefined)
    .map(([, , name = '', value = '']) => [name, value])
}

/** Answers the consent page. Returns the location of the redirect. */
export async function answer(visitor: Browser, page: Answer, decision = 'allow', change = consentForm): Promise<URL> {
  const { headers } = await visitor.submit('/oauth/2.1/authorize', [...change(page.body), ['decision', decision]])
  return new URL(headers.get('Location') ?? '')
}

/** A public client that has registered itself, with the browser of a user who is signed in. */
export async function connected(emulator: Emulator, persona: Persona = PERSONAS.owner) {
  const visitor = await signedIn(emulator, persona)
  const { client_id: clientId } = (await register(emulator)).body as { client_id: string }
  const ask = (challenge: string, parameters: Parameters = {}) =>
    visitor.get(authorizePath({ client_id: clientId, code_challenge: challenge, ...parameters }))
  const exchange = (code: string, verifier: string, parameters: Parameters = {}) =>
    postToken(emulator, {
      ...{ grant_type: 'authorization_code', client_id: clientId, redirect_uri: REDIRECT_URI },
      ...{ code, code_verifier: verifier },
      ...parameters,
    })
  const code = async (parameters: Parameters = {}) => {
    const { verifier, challenge } = pkce()
    const location = await answer(visitor, await ask(challenge, parameters))
    return { code: location.searchParams.get('code') ?? '', verifier }
  }
  const tokens = async (parameters: Parameters = {}): Promise<Answer['body']> => {
    const issued = await code(parameters)
    return (await exchange(issued.code, issued.verifier)).body
  }
  const refresh = (refreshToken: string, parameters: Parameters = {}) =>
    postToken(emulator, {
      ...{ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken },
      ...parameters,
    })
  return { visitor, clientId, ask, exchange, code, tokens, refresh }
}
