import { afterEach, beforeEach, expect, test } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const { multiOrg, owner } = PERSONAS
let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
  emulator.changeSettings({ invalidate_org_api_key_upon_user_removal: true })
})
afterEach(() => emulator.close())

const call = (method: string, path: string, body?: unknown) => backend(emulator, method, path, body)

async function newKey(owners: Readonly<Record<string, string>>): Promise<string> {
  return (await call('POST', 'end_user_api_keys', owners)).body.api_key_token
}

const isValid = async (api_key_token: string): Promise<boolean> =>
  (await call('POST', 'end_user_api_keys/validate', { api_key_token })).status === 200

const leave = () => call('POST', 'org/remove_user', { org_id: acme.orgId, user_id: multiOrg.userId })

test('a key of an organization ends when the user who made it is removed, and no other key', async () => {
  const key = await newKey({ org_id: acme.orgId, user_id: multiOrg.userId })
  const others = [
    await newKey({ user_id: multiOrg.userId }),
    await newKey({ org_id: globex.orgId, user_id: multiOrg.userId }),
    await newKey({ org_id: acme.orgId, user_id: owner.userId }),
    await newKey({ org_id: acme.orgId }),
  ]
  await leave()
  expect(await isValid(key)).toBe(false)
  expect(await Promise.all(others.map(isValid))).toEqual([true, true, true, true])
})

test('so do those of all organizations when the user is deleted', async () => {
  const key = await newKey({ org_id: globex.orgId, user_id: multiOrg.userId })
  await call('DELETE', `user/${multiOrg.userId}`)
  expect(await isValid(key)).toBe(false)
})

test('without the setting, it stays valid', async () => {
  emulator.changeSettings({ invalidate_org_api_key_upon_user_removal: false })
  const key = await newKey({ org_id: acme.orgId, user_id: multiOrg.userId })
  await leave()
  expect(await isValid(key)).toBe(true)
})
