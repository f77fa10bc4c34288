import { AUTH_ERRORS, type AuthErrorCode } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import { isOutage } from './verify.js'

test('an outage is every refusal with the status 503, and no other', () => {
  for (const [code, { status }] of Object.entries(AUTH_ERRORS))
    expect(isOutage({ code: code as AuthErrorCode } as Parameters<typeof isOutage>[0]), code).toBe(status === 503)
})
