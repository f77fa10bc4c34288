import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { createPropelAuth } from '../propelauth.js'

test('printed errors, results and instances contain no part of a token or of the API key', async () => {
  const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch, apiKey: 'canary-key' })
  const user = { userId: 'canary-user', email: 'canary@example.com' }
  const tokens = await Promise.all([
    issuer.token({ user }),
    issuer.token({ user, expiresInSeconds: -61 }),
    issuer.token({ user, header: { kid: 'canary' } }),
  ])
  const printed: string[] = []
  const print = (value: unknown) => printed.push(inspect(value, { depth: 20, showHidden: true, getters: false }))
  for (const token of [...tokens, 'canary']) {
    const headers = new Headers({ authorization: `Bearer ${token}` })
    const result = await propelAuth.authenticateRequest({ headers })
    if (result.ok) continue
    print(result)
    print(result.error)
    print(new Error('wrapped', { cause: result.error }))
  }
  print(propelAuth)
  expect(printed.length).toBeGreaterThan(9)
  const secrets = ['canary', ...tokens.flatMap((token) => token.split('.').slice(1))]
  for (const secret of secrets) expect(printed.join()).not.toContain(secret)
})
