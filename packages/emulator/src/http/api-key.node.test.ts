import { afterAll, expect, test } from 'vitest'
import { read, testEmulator } from '../../test/fixture.js'

const emulator = testEmulator()
const open = testEmulator({ protectControl: true })
afterAll(() => Promise.all([emulator.close(), open.close()]))
const { apiKey } = emulator
const lookAlike = `emu_${'0'.repeat(apiKey.length - 4)}`

const cases: readonly (readonly [what: string, authorization: string | undefined, message: RegExp])[] = [
  ['no header', undefined, /^The API key is missing\. Send it as "Authorization: Bearer <API key>"/],
  ['an empty key', 'Bearer ', /must have the form "Bearer <API key>"/],
  ['another scheme', `Basic ${apiKey}`, /must have the form "Bearer <API key>"|has \d+ characters/],
  ['the key without a scheme', apiKey, /must have the form "Bearer <API key>"/],
  ['a key cut off', `Bearer ${apiKey.slice(0, 40)}`, /has 40 characters, this emulator's has 96/],
  ['a key with a character too many', `Bearer ${apiKey}x`, /has 97 characters, this emulator's has 96/],
  ['one character', 'Bearer x', /has 1 characters, this emulator's has 96/],
  ['a very long key', `Bearer ${'k'.repeat(10_000)}`, /has 10000 characters/],
  ['a key in quotation marks', `Bearer "${apiKey}"`, /is in quotation marks/],
  ['a key of the real service', `Bearer ${'0123456789abcdef'.repeat(6)}`, /looks like an API key of the real service/],
  ['a key of another emulator', `Bearer ${lookAlike}`, /is not this emulator's; every data directory has its own/],
]

test.each(cases)('%s: 401 says what is wrong and contains no key', async (_, authorization, message) => {
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization }
  for (const [target, path] of [
    [emulator, '/api/backend/v1/user/query'],
    [open, '/_emulator/requests'],
  ] as const) {
    const { status, body } = await read(await target.fetch(`${target.authUrl}${path}`, { headers }))
    expect([status, body.error_code]).toEqual([401, 'unauthorized'])
    expect(body.user_facing_error).toMatch(message)
    expect(body.user_facing_error).not.toContain(target.apiKey)
    const key = authorization?.replace('Bearer ', '') ?? ''
    if (key.length > 8) expect(body.user_facing_error).not.toContain(key)
  }
})
