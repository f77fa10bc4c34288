import { isAuthError } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import { createTestApp } from '../../test/app.js'
import type { SessionError } from './require-session.js'

const navigation = { 'sec-fetch-mode': 'navigate' }

/** The error for a request as some frameworks hand it on: its URL is a path. */
async function refuse(url: string, headers: Readonly<Record<string, string>> = navigation): Promise<SessionError> {
  const { sessions } = await createTestApp()
  const session = sessions.requireSession({ url, headers: new Headers(headers) })
  return session.then(
    () => expect.unreachable(),
    (error) => error,
  )
}

test.each([
  ['/reports?a=b', '%2Freports%3Fa%3Db'],
  ['', '%2F'],
  ['//', '%2F'],
  ['http://', '%2F'],
  ['//evil.example/a', '%2Fa'],
])('a navigation to the URL %j goes to the login, and comes back to a page of the app', async (url, path) => {
  const error = await refuse(url)
  expect(isAuthError(error) && error.code).toBe('missing_token')
  expect(error.toResponse().headers.get('location')).toBe(
    `https://app.example.com/api/auth/login?return_to_path=${path}`,
  )
})

test('the error shows neither the session nor the token, and has the reason in its body only where it is asked for', async () => {
  const error = await refuse('/', {})
  expect(Object.keys(error).sort()).toEqual(['code', 'status'])
  expect(JSON.stringify(error)).not.toContain('session')
  expect(error.session.status).toBe('anonymous')
  expect(await error.toResponse().json()).not.toHaveProperty('detail')
  expect(await error.toResponse({ detail: true }).json()).toMatchObject({ detail: 'The session is anonymous' })
  // Under the name that Hono looks for.
  expect(error.getResponse().headers.get('cache-control')).toBe('private, no-store')
})
