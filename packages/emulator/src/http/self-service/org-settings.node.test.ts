import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
import { signedIn } from '../../../test/mcp-client.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { acme, globex } = PERSONA_ORGS
const { owner, admin, member } = PERSONAS
const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const org = async (id: string = acme.orgId) => (await backend(emulator, 'GET', `org/${id}`)).body
const path = (form = ''): string => `/org/settings/${acme.orgId}${form}`

describe('the settings of an organization', () => {
  test('change by their forms', async () => {
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get('/org/settings')).body).toContain('value="Acme"')
    const renamed = await visitor.submit(path('/name'), { name: 'Acme Corporation' })
    expect([renamed.status, renamed.headers.get('Location')]).toEqual([303, `${path()}?done=settings`])
    const access = { autojoin: 'on', restrict: 'on', require_2fa_by: '2030-01-02' }
    expect((await visitor.submit(path('/access'), access)).status).toBe(303)
    expect(await org()).toMatchObject({
      name: 'Acme Corporation',
      domain: 'acme.test',
      domain_autojoin: true,
      domain_restrict: true,
    })
    expect((await visitor.get(path())).body).toContain('value="2030-01-02"')
    expect((await visitor.submit(path('/access'), {})).status).toBe(303)
    expect(await org()).toMatchObject({ domain_autojoin: false, domain_restrict: false })
    expect((await visitor.get(path())).body).not.toContain('2030')
  })

  test('need the permission of each form', async () => {
    const visitor = await signedIn(emulator, member)
    const page = await visitor.get(path())
    expect([page.status, page.body.includes('<form')]).toEqual([200, false])
    expect((await visitor.submit(path('/name'), { name: 'Mine' })).status).toBe(403)
    expect((await visitor.submit(path('/access'), { autojoin: 'on' })).status).toBe(403)
    expect(await org()).toMatchObject({ name: 'Acme', domain_autojoin: false })
    const foreign = `/org/settings/${globex.orgId}/name`
    expect((await (await signedIn(emulator, owner)).submit(foreign, { name: 'Mine' })).status).toBe(404)
    expect((await org(globex.orgId)).name).toBe('Globex')
  })

  test.each(['', ' ', 'x'.repeat(256)])('the name %j is refused at its field', async (name) => {
    const refused = await (await signedIn(emulator, owner)).submit(path('/name'), { name })
    expect([refused.status, (await org()).name]).toEqual([400, 'Acme'])
    expect(refused.body).toContain('id="name-error"')
  })

  test('a domain of a mail provider is no domain of an organization', async () => {
    await backend(emulator, 'PUT', `user/${owner.userId}/email`, {
      new_email: 'owner@gmail.com',
      require_email_confirmation: false,
    })
    const visitor = await signedIn(emulator, { ...owner, email: 'owner@gmail.com' })
    const refused = await visitor.submit(path('/access'), { autojoin: 'on' })
    expect([refused.status, (await org()).domain_autojoin]).toEqual([400, false])
    expect(refused.body).toContain('gmail.com is not the domain of an organization.')
  })
})

describe('deleting an organization', () => {
  test('is off by default', async () => {
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get(path())).body).not.toContain('Delete the organization')
    expect((await visitor.submit(path('/delete'), {})).status).toBe(403)
    expect((await org()).name).toBe('Acme')
  })

  test('needs users_can_delete_their_own_orgs and the permission', async () => {
    emulator.changeSettings({ users_can_delete_their_own_orgs: true })
    expect((await (await signedIn(emulator, admin)).submit(path('/delete'), {})).status).toBe(403)
    const visitor = await signedIn(emulator, owner)
    expect((await visitor.get(path())).body).toContain('Delete the organization')
    const deleted = await visitor.submit(path('/delete'), {})
    expect([deleted.status, deleted.headers.get('Location')]).toEqual([303, '/account?done=org_deleted'])
    expect((await backend(emulator, 'GET', `org/${acme.orgId}`)).status).toBe(404)
  })
})
