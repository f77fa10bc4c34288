import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { read, testEmulator } from '../../../test/fixture.js'
import { connected, introspect, RESOURCE } from '../../../test/mcp-client.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const START = 1_800_000_000_000
const emulator = testEmulator({ now: () => START })
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())
const { owner, multiOrg } = PERSONAS
const { globex } = PERSONA_ORGS

describe('mintMcpToken', () => {
  test('issues tokens as if the user had allowed them', async () => {
    const minted = emulator.mintMcpToken({ user: 'multiOrg', org: 'globex', resource: RESOURCE })
    expect(minted).toEqual({
      accessToken: expect.stringMatching(/^[\w-]{64}$/),
      refreshToken: expect.stringMatching(/^[\w-]{64}$/),
      clientId: 'emu_minted',
      scopes: ['read:user_data', 'plans:read', 'plans:write'],
      expiresAt: START / 1000 + 5400,
    })
    expect(await introspect(emulator, minted.accessToken)).toMatchObject({
      sub: multiOrg.userId,
      aud: RESOURCE,
      scope: minted.scopes.join(' '),
      org_id: globex.orgId,
    })
  })

  test('takes any scope, an expiry and a client', async () => {
    const { clientId, refresh } = await connected(emulator)
    const options = { user: owner.email, resource: RESOURCE, scopes: ['tools:any'], clientId }
    const { accessToken, refreshToken } = emulator.mintMcpToken({ ...options, expiresIn: 30 })
    expect(await introspect(emulator, accessToken)).toMatchObject({ scope: 'tools:any', exp: START / 1000 + 30 })
    expect((await refresh(refreshToken)).body.scope).toBe('tools:any')
    const expired = emulator.mintMcpToken({ ...options, expiresIn: -1 })
    expect(await introspect(emulator, expired.accessToken)).toEqual({ active: false })
  })

  test('the control API does the same', async () => {
    const mint = async (body: object) =>
      read(
        await emulator.fetch(`${emulator.authUrl}/_emulator/mcp/token`, { method: 'POST', body: JSON.stringify(body) }),
      )
    const { body } = await mint({ user: 'owner', resource: RESOURCE, scopes: ['a'] })
    expect(await introspect(emulator, body.accessToken)).toMatchObject({ active: true, scope: 'a' })
    expect((await mint({ user: 'owner' })).body).toEqual({ resource: ['This field is required.'] })
    expect((await mint({ user: 'owner', resource: 'r', org: 'globex' })).body).toEqual({
      org: ['The user is not a member of this organization.'],
    })
    expect((await mint({ user: 'unknown', resource: 'r' })).body.error_code).toBe('user_not_found')
    expect((await mint({ user: 'owner', resource: 'r', clientId: 'x' })).body.error).toBe('invalid_client')
  })
})
