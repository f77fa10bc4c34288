import { afterEach, expect, test, vi } from 'vitest'
import { createMcpAuth } from '../index.js'

const create = (authUrl: string, allowEmulator: boolean) =>
  createMcpAuth({
    authUrl,
    allowEmulator,
    resource: 'https://mcp.example.com/mcp',
    introspection: { clientId: 'id', clientSecret: 'secret' },
  })

afterEach(() => vi.unstubAllEnvs())

test.each(['production', 'development', undefined])('plain http, with NODE_ENV=%s', (environment) => {
  vi.stubEnv('NODE_ENV', environment)
  for (const allowEmulator of [true, false]) expect(() => create('http://localhost:4460', allowEmulator)).not.toThrow()
  expect(() => create('http://emulator:4460', false)).toThrow('authUrl must be https')
  const inContainer = expect(() => create('http://emulator:4460', true))
  if (environment === 'production') inContainer.toThrow('NODE_ENV is not production')
  else inContainer.not.toThrow()
})
