// What is published, in runtimes with nothing of Node about them. The other test projects are no proof of that: their
// runner brings `process` and `Buffer` along.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { typeErrors } from 'test-kit/type-errors'
import { startWorkerd } from 'test-kit/workerd'
import { afterAll, describe, expect, test } from 'vitest'
import { issuer } from '../test/issuer.js'
import { isAuthError } from './response/auth-error.js'

const folder = fileURLToPath(new URL('..', import.meta.url))
const headers = await issuer.headers({ user: { userId: 'u1' } })

/** Bundles the published files, as a user's bundler would for a runtime of no particular kind. */
const bundle = (contents: string, format: 'esm' | 'iife') =>
  bundleText(contents, folder, { ...forAnyRuntime, format, globalName: 'bundle' })

describe('the bundle in a bare edge VM', async () => {
  const vm = new EdgeVM()
  vm.evaluate(await bundle(`export * from './dist/index.js'`, 'iife'))
  const evaluate = (code: string) => vm.evaluate(`(async () => { ${code} })()`)
  const create = `const propelAuth = bundle.createPropelAuth(${JSON.stringify({ authUrl: issuer.authUrl, jwks: issuer.jwks })});`

  test('has neither process nor Buffer', async () => {
    expect(await evaluate('return [typeof process, typeof Buffer, typeof require].join()')).toBe(
      'undefined,undefined,undefined',
    )
  })

  test('accepts a good token and refuses a bad one', async () => {
    const validate = (value: string) =>
      evaluate(`${create} const request = new Request('https://api.example.com', { headers: { authorization: ${JSON.stringify(value)} } });
        const result = await propelAuth.authenticateRequest(request);
        return result.ok ? result.user.userId : result.error.code + ' ' + result.response().headers.get('www-authenticate')`)
    expect(await validate(headers.authorization)).toBe('u1')
    expect(await validate(`${headers.authorization.slice(0, -4)}AAAA`)).toBe(
      'invalid_signature Bearer realm="propelauth", error="invalid_token"',
    )
  })

  test('throws an AuthError that is known outside, although nothing is shared', async () => {
    const error = await evaluate(`${create} return propelAuth.validateToken('x').catch((error) => error)`)
    expect(error).not.toBeInstanceOf(Error)
    expect(isAuthError(error)).toBe(true)
  })
})

describe('the bundle in workerd without compatibility with Node', () => {
  const worker = `
    import { createPropelAuth } from './dist/index.js'
    import { kvJwksCache } from './dist/kv.js'
    let propelAuth
    export default {
      async fetch(request, env, ctx) {
        propelAuth ??= createPropelAuth({ authUrl: ${JSON.stringify(issuer.authUrl)}, jwksCache: kvJwksCache(env.JWKS) })
        const globals = [typeof process, typeof Buffer].join()
        return propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId, globals }))(request, env, ctx)
      },
    }`
  const asked: string[] = []
  const create = async () =>
    startWorkerd(await bundle(worker, 'esm'), {
      kvNamespaces: ['JWKS'],
      outboundService(request: { url: string }) {
        asked.push(request.url)
        return Response.json(issuer.jwks) as never
      },
    })
  const running = create()
  afterAll(async () => (await running).miniflare.dispose())

  test('accepts a good token with keys from the origin, and keeps them in KV', async () => {
    const { miniflare } = await running
    const response = await miniflare.dispatchFetch('https://api.example.com', { headers })
    expect(await response.json()).toEqual({ userId: 'u1', globals: 'undefined,undefined' })
    expect(asked).toEqual([`${issuer.authUrl}/.well-known/jwks.json`])
    const kv = await miniflare.getKVNamespace('JWKS')
    await expect.poll(async () => (await kv.list()).keys.length).toBe(1)
    const [entry] = (await kv.list()).keys
    expect(await kv.get(String(entry?.name), 'json')).toMatchObject({
      issuer: issuer.authUrl,
      keys: [{ kid: issuer.kid }],
    })
  })

  test('refuses a bad one', async () => {
    const { miniflare } = await running
    const response = await miniflare.dispatchFetch('https://api.example.com')
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="propelauth"')
  })
})

describe('a consumer', () => {
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))

  test('gets what the package says it exports', () => {
    for (const target of Object.values(exports)) {
      const files = typeof target === 'string' ? [target] : Object.values(target as Record<string, string>)
      for (const file of files) expect(readFileSync(`${folder}/${file}`, 'utf8')).not.toBe('')
    }
  })

  for (const runtime of ['dom', 'node', 'webworker', 'workers'])
    test(`compiles with the library ${runtime} and no typings of ours or of vendors`, () => {
      expect(typeErrors(`${folder}/test/consumer/tsconfig.${runtime}.json`)).toEqual([])
    })

  test('bundles nothing of jose and nothing of Node on the request path', async () => {
    const code = await bundle(`export * from './dist/index.js'; export * from './dist/kv.js'`, 'esm')
    expect(code).not.toMatch(/\bjose\b|\brequire\(|\bfrom\s*["']/)
    expect(code.match(/node:[a-z]+/g)).toEqual(['node:crypto', 'node:buffer'])
  })
})
