import { expect, test } from 'vitest'
import { settingsOf } from './instance.js'
import { createPropelAuth } from './propelauth.js'

test('the settings of an instance have its origin, rules and ports, and nothing secret', () => {
  const now = () => 7
  const fetch = async () => new Response()
  const options = { authUrl: 'https://auth.example.com/path', apiKey: 'key', clockToleranceSeconds: 3, now, fetch }
  const settings = {
    origin: 'https://auth.example.com',
    issuers: ['https://auth.example.com'],
    now,
    fetch,
    clockToleranceSeconds: 3,
    allowEmulator: false,
  }
  expect(settingsOf(createPropelAuth(options))).toEqual(settings)
  expect(settingsOf(createPropelAuth(() => options))).toEqual(settings)
})

test('only an instance has settings', () => {
  expect(() => settingsOf({})).toThrow(TypeError)
})
