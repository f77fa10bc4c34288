// For tests in an environment that replaces the globals of Node by those of a browser.
import { createPropelAuth } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import { createApp } from '../src/testing/app.ts'
import { issuer } from './issuer.ts'
import '../src/testing/kit.node.test.ts'

export function describeEnvironment(userAgent: string) {
  test('the environment is the one that the file names', () => {
    expect(navigator.userAgent).toContain(userAgent)
  })

  test('keys are loaded over HTTP', async () => {
    const response = await createApp({ authUrl: issuer.authUrl }).request('/api/me', {
      headers: await issuer.headers(),
    })
    expect(response.status).toBe(200)
  })

  test('concurrent requests wait for the same keys', async () => {
    const app = createApp({ authUrl: issuer.authUrl })
    const headers = await issuer.headers()
    const responses = await Promise.all([1, 2, 3].map(() => app.request('/api/me', { headers })))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test('a token with characters outside of ASCII is read', async () => {
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })
    const user = await propelAuth.validateToken(await issuer.token({ user: { firstName: 'Ünï — 管理者' } }))
    expect(user.firstName).toBe('Ünï — 管理者')
  })
}
