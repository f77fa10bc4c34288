import { createRemoteJWKSet, customFetch, importSPKI, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { backend, testEmulator } from '../test/fixture.js'
import { createEmulator, generateSigningKey, PERSONA_ORGS, PERSONAS } from './index.js'

test('jose verifies a minted token with the published keys', async () => {
  await using emulator = createEmulator()
  const { accessToken } = await emulator.mintToken({ user: 'owner' })
  const keys = createRemoteJWKSet(new URL(`${emulator.authUrl}/.well-known/jwks.json`), {
    [customFetch]: emulator.fetch,
  })
  const { payload, protectedHeader } = await jwtVerify(accessToken, keys, { issuer: emulator.issuer })
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.stringMatching(/^emu_/) })
  expect(payload.user_id).toBe(PERSONAS.owner.userId)
  expect(Number(payload.exp) - Number(payload.iat)).toBe(1800)
})

test('verifierKey is the published key', async () => {
  await using emulator = createEmulator()
  const { accessToken } = await emulator.mintToken({ user: 'admin', org: 'acme' })
  const { payload } = await jwtVerify(accessToken, await importSPKI(emulator.verifierKey, 'RS256'))
  expect(payload.org_member_info).toMatchObject({ org_id: PERSONA_ORGS.acme.orgId, user_role: 'Admin' })
  expect(payload).not.toHaveProperty('org_id_to_org_member_info')
})

test('an emulator without a given key has one of its own, for as long as it is open', async () => {
  await using first = createEmulator()
  await using second = createEmulator()
  const { verifierKey } = first
  expect(second.verifierKey).not.toBe(verifierKey)
  const published = await (await first.fetch(`${first.authUrl}/.well-known/jwks.json`)).json()
  expect([first.verifierKey, first.jwks]).toEqual([verifierKey, published])
})

test('emulators with the same key have the same secrets, and none of their values is the same object', async () => {
  const signingKey = generateSigningKey()
  await using first = createEmulator({ signingKey })
  await using second = createEmulator({ signingKey })
  expect(second.introspection).toEqual(first.introspection)
  expect(second.jwks).toEqual(first.jwks)
  expect(second.jwks.keys[0]).not.toBe(first.jwks.keys[0])
})

test('after an advanced clock, a reset seeds with the time of the system', async () => {
  const start = Date.UTC(2026, 0)
  await using emulator = testEmulator({ now: () => start })
  const createdAt = async () => (await backend(emulator, 'GET', `user/${PERSONAS.owner.userId}`)).body.created_at
  expect(await createdAt()).toBe(start / 1000)
  emulator.advanceClock(86_400)
  emulator.reset()
  expect([emulator.now(), await createdAt()]).toEqual([start, start / 1000])
})

test('settings and exports are copies: changing their lists changes no setting', async () => {
  await using emulator = testEmulator({ seed: { settings: { mcp_scopes: [{ name: 'read' }] } } })
  const noScopes = { mcp_scopes: [] }
  for (const { mcp_scopes } of [emulator.settings(), emulator.exportSeed().settings ?? noScopes])
    Object.assign(mcp_scopes ?? [], { length: 0 })
  expect(emulator.settings().mcp_scopes).toEqual([{ name: 'read' }])
})

test('restoreClock undoes every advanceClock', async () => {
  const start = Date.UTC(2026, 0)
  await using emulator = testEmulator({ now: () => start })
  emulator.advanceClock(60)
  emulator.advanceClock(60)
  expect(emulator.now()).toBe(start + 120_000)
  emulator.restoreClock()
  expect(emulator.now()).toBe(start)
})
