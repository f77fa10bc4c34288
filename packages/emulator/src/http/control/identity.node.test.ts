import { resolve } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { read, testEmulator } from '../../../test/fixture.js'
import { createEmulator, type Emulator, PERSONA_PASSWORD } from '../../index.js'

const get = async (emulator: Emulator, path: string, headers: Record<string, string> = {}) =>
  read(await emulator.fetch(`${emulator.authUrl}/_emulator/${path}`, { headers }))

test('the keys are those that an app needs, with the addresses', async () => {
  const url = 'http://localhost:3000/hooks'
  await using emulator = testEmulator({ webhooks: [{ url }] })
  const { body } = await get(emulator, 'keys')
  const { authUrl, issuer, apiKey, verifierKey, introspection } = emulator
  const [endpoint] = emulator.webhooks.endpoints()
  const keyId = emulator.jwks.keys[0]?.kid
  const webhookSecret = endpoint?.secret
  const personaPassword = PERSONA_PASSWORD
  expect(body).toEqual({ authUrl, issuer, apiKey, verifierKey, introspection, keyId, webhookSecret, personaPassword })
})

test('the status tells which emulator it is', async () => {
  const data = folderOfTest()
  await using emulator = createEmulator({ data })
  emulator.advanceClock(60)
  expect((await get(emulator, 'status')).body).toEqual({
    pid: process.pid,
    started: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    data: resolve(data),
    authUrl: emulator.authUrl,
    issuer: emulator.issuer,
    exposed: false,
    users: 5,
    orgs: 2,
    advanced: 60,
  })
  await using inMemory = testEmulator()
  expect((await get(inMemory, 'status')).body.data).toBe(':memory:')
})

test('where other machines can connect, both need the control key', async () => {
  await using emulator = testEmulator({ protectControl: true })
  for (const path of ['keys', 'status']) {
    const refused = await get(emulator, path)
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([401, expect.not.stringContaining(emulator.apiKey)])
    expect((await get(emulator, path, { Authorization: `Bearer ${emulator.apiKey}` })).status).toBe(200)
  }
  const { body } = await get(emulator, 'keys', { Authorization: `Bearer ${emulator.apiKey}` })
  expect(body.personaPassword).toBe(emulator.personaPassword)
})

test('a page of another origin cannot read them', async () => {
  await using emulator = testEmulator()
  const { headers } = await get(emulator, 'keys', { Origin: 'http://localhost:3000' })
  expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
  expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
})
