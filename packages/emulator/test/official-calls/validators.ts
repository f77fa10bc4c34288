import { ForbiddenException, UnauthorizedException } from '@propelauth/node'
import { expect } from 'vitest'
import { acme, admin, type Calls, type World } from './world.js'

/** The header of a request of Acme's admin. */
const header = async ({ emulator }: World): Promise<string> =>
  `Bearer ${(await emulator.mintToken({ user: 'admin' })).accessToken}`

const [inAcme, inGlobex] = [{ orgId: acme.orgId }, { orgName: 'Globex' }]
const member = { user: { userId: admin.userId }, orgMemberInfo: { orgId: acme.orgId, assignedRole: 'Admin' } }

const forbidden = (answer: Promise<unknown>) => expect(answer).rejects.toBeInstanceOf(ForbiddenException)

/** Checks of access tokens, with the key of the emulator. */
export const validators = {
  async validateAccessTokenAndGetUserClass(world) {
    const user = await world.sdk.validateAccessTokenAndGetUserClass(await header(world))
    expect([user.userId, user.isAtLeastRole(acme.orgId, 'Member')]).toEqual([admin.userId, true])
    expect(user.hasPermission(acme.orgId, 'can_view_billing')).toBe(true)
  },
  async validateAccessTokenAndGetUser(world) {
    expect(await world.sdk.validateAccessTokenAndGetUser(await header(world))).toMatchObject({ email: admin.email })
    const other = await world.emulator.mintToken({ user: 'admin', claims: { iss: 'https://other.example' } })
    const foreign = world.sdk.validateAccessTokenAndGetUser(`Bearer ${other.accessToken}`)
    await expect(foreign).rejects.toBeInstanceOf(UnauthorizedException)
  },
  async validateAccessTokenAndGetUserWithOrgInfo(world) {
    const validate = world.sdk.validateAccessTokenAndGetUserWithOrgInfo
    expect(await validate(await header(world), inAcme)).toMatchObject(member)
    await forbidden(validate(await header(world), inGlobex))
  },
  async validateAccessTokenAndGetUserWithOrgInfoWithMinimumRole(world) {
    const validate = world.sdk.validateAccessTokenAndGetUserWithOrgInfoWithMinimumRole
    expect(await validate(await header(world), inAcme, 'Member')).toMatchObject(member)
    await forbidden(validate(await header(world), inAcme, 'Owner'))
  },
  async validateAccessTokenAndGetUserWithOrgInfoWithExactRole(world) {
    const validate = world.sdk.validateAccessTokenAndGetUserWithOrgInfoWithExactRole
    expect(await validate(await header(world), inAcme, 'Admin')).toMatchObject(member)
    await forbidden(validate(await header(world), inAcme, 'Member'))
  },
  async validateAccessTokenAndGetUserWithOrgInfoWithPermission(world) {
    const validate = world.sdk.validateAccessTokenAndGetUserWithOrgInfoWithPermission
    expect(await validate(await header(world), inAcme, 'can_view_billing')).toMatchObject(member)
    await forbidden(validate(await header(world), inAcme, 'propelauth::can_delete_org'))
  },
  async validateAccessTokenAndGetUserWithOrgInfoWithAllPermissions(world) {
    const validate = world.sdk.validateAccessTokenAndGetUserWithOrgInfoWithAllPermissions
    expect(await validate(await header(world), inAcme, ['can_view_billing'])).toMatchObject(member)
    await forbidden(validate(await header(world), inAcme, ['can_view_billing', 'propelauth::can_delete_org']))
  },
} satisfies Calls
