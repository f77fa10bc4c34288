import { expect } from 'vitest'
import { acme, type Calls, member, NOW, owner, type World } from './world.js'

/** A key that was made without the SDK. */
async function makeKey({ ask }: World, ofWhom: object): Promise<{ id: string; token: string }> {
  const { api_key_id: id, api_key_token: token } = await ask('POST', 'end_user_api_keys', ofWhom)
  return { id, token }
}

const personal = { user_id: owner.userId, metadata: { scope_name: 'all' }, display_name: 'Laptop' }
const shared = { org_id: acme.orgId, user_id: member.userId }

/** End-user API keys. */
export const apiKeys = {
  async fetchApiKey(world) {
    const { id } = await makeKey(world, personal)
    const expected = { apiKeyId: id, userId: owner.userId, displayName: 'Laptop', metadata: { scope_name: 'all' } }
    expect(await world.sdk.fetchApiKey(id)).toMatchObject(expected)
  },
  async fetchCurrentApiKeys(world) {
    const { id } = await makeKey(world, shared)
    const page = await world.sdk.fetchCurrentApiKeys({ orgId: acme.orgId })
    expect(page).toMatchObject({ totalApiKeys: 1, apiKeys: [{ apiKeyId: id, orgId: acme.orgId }] })
    expect((await world.sdk.fetchCurrentApiKeys({ userEmail: owner.email })).apiKeys).toEqual([])
  },
  async fetchArchivedApiKeys(world) {
    const { id } = await makeKey(world, shared)
    expect((await world.sdk.fetchArchivedApiKeys({ orgId: acme.orgId })).apiKeys).toEqual([])
    await world.ask('DELETE', `end_user_api_keys/${id}`, {})
    expect((await world.sdk.fetchArchivedApiKeys({ orgId: acme.orgId })).apiKeys).toMatchObject([{ apiKeyId: id }])
  },
  async createApiKey({ sdk, ask }) {
    const key = await sdk.createApiKey({ orgId: acme.orgId, userId: member.userId, displayName: 'CI' })
    expect(key).toEqual({
      apiKeyId: expect.stringMatching(/^[0-9a-f]{32}$/),
      apiKeyToken: expect.stringMatching(/^[0-9a-f]{96}$/),
    })
    const valid = await ask('POST', 'end_user_api_keys/validate', { api_key_token: key.apiKeyToken })
    expect(valid).toMatchObject({ org: { org_name: 'Acme' }, user_in_org: { user_role: 'Member' } })
  },
  async updateApiKey(world) {
    const { id } = await makeKey(world, personal)
    const read = async () => (await world.ask('GET', `end_user_api_keys/${id}`)).expires_at_seconds
    expect(await world.sdk.updateApiKey(id, { expiresAtSeconds: NOW + 3_600 })).toBe(true)
    expect(await read()).toBe(NOW + 3_600)
    expect(await world.sdk.updateApiKey(id, { setToNeverExpire: true })).toBe(true)
    expect(await read()).toBeNull()
  },
  async deleteApiKey(world) {
    const { id, token } = await makeKey(world, personal)
    expect(await world.sdk.deleteApiKey(id)).toBe(true)
    const refused = await world.ask('POST', 'end_user_api_keys/validate', { api_key_token: token })
    expect(Object.keys(refused)).toEqual(['api_key_token'])
    expect(await world.sdk.deleteApiKey(id)).toBe(false)
  },
  async validateApiKey(world) {
    const { token } = await makeKey(world, personal)
    const found = await world.sdk.validateApiKey(token)
    expect(found).toMatchObject({ user: { email: owner.email }, metadata: { scope_name: 'all' } })
  },
  async validatePersonalApiKey(world) {
    const { token } = await makeKey(world, personal)
    expect(await world.sdk.validatePersonalApiKey(token)).toMatchObject({ user: { userId: owner.userId } })
    const { token: ofOrg } = await makeKey(world, shared)
    await expect(world.sdk.validatePersonalApiKey(ofOrg)).rejects.toThrow()
  },
  async validateOrgApiKey(world) {
    const { token } = await makeKey(world, shared)
    const found = await world.sdk.validateOrgApiKey(`Bearer ${token}`)
    expect(found).toMatchObject({ org: { orgId: acme.orgId, orgName: 'Acme' }, userInOrg: { assignedRole: 'Member' } })
    const { token: ofUser } = await makeKey(world, personal)
    await expect(world.sdk.validateOrgApiKey(ofUser)).rejects.toThrow()
  },
  async fetchApiKeyUsage(world) {
    const { id, token } = await makeKey(world, personal)
    const date = new Date(world.emulator.now()).toISOString().slice(0, 10)
    for (let time = 0; time < 2; time += 1)
      await world.ask('POST', 'end_user_api_keys/validate', { api_key_token: token })
    expect(await world.sdk.fetchApiKeyUsage({ date, api_key_id: id })).toEqual({ count: 2 })
  },
  async importApiKey({ sdk, ask }) {
    await sdk.importApiKey({ importedApiKey: 'legacy-key', userId: owner.userId })
    const valid = await ask('POST', 'end_user_api_keys/validate_imported', { api_key_token: 'legacy-key' })
    expect(valid).toMatchObject({ user_id: owner.userId })
    expect(await ask('POST', 'end_user_api_keys/validate', { api_key_token: 'legacy-key' })).not.toHaveProperty('user')
  },
  async validateImportedApiKey({ sdk, ask }) {
    await ask('POST', 'end_user_api_keys/import', { imported_api_key: 'legacy-key', user_id: owner.userId })
    expect(await sdk.validateImportedApiKey('legacy-key')).toMatchObject({ user: { email: owner.email } })
  },
} satisfies Calls
