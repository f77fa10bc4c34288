import { describe, expect, test } from 'vitest'
import { checkGuardOptions, readOrgGuardOptions } from './guard.js'

describe('guard options', () => {
  test('are the known ones', () => {
    expect(() => checkGuardOptions()).not.toThrow()
    expect(() =>
      checkGuardOptions({ waitUntil: undefined, tokenFrom: [], denyImpersonation: true, detail: false }),
    ).not.toThrow()
    expect(() => checkGuardOptions({ preflight: () => {} }, ['preflight'])).not.toThrow()
  })

  test('with any other name are a TypeError that repeats the name', () => {
    for (const name of [
      'denyImpersonations',
      'deny_impersonation',
      'preflight',
      'onInvalid',
      'minimumRole',
      'toString',
    ])
      expect(() => checkGuardOptions({ [name]: true })).toThrow(new TypeError(`Unknown guard option "${name}"`))
  })
})

describe('options of an org guard', () => {
  const orgId = () => 'acme'

  test('are split into requirement, guard and selector', () => {
    const read = readOrgGuardOptions({ orgId, minimumRole: 'Admin', permissions: ['a'], denyImpersonation: true })
    const requirement = { minimumRole: 'Admin', permissions: ['a'] }
    expect(read).toEqual({ requirement, guard: { denyImpersonation: true }, orgId })
    expect(readOrgGuardOptions({ orgId })).toEqual({ requirement: {}, guard: {}, orgId })
  })

  test('are a TypeError where the requirement or an option is wrong', () => {
    const preflight = () => {}
    const misspelt = [{ minimumRole: undefined }, { permission: '' }, { permissions: [''] }, { minRole: 'Admin' }]
    for (const wrong of [...misspelt, { preflight }])
      expect(() => readOrgGuardOptions({ orgId, ...wrong } as object)).toThrow(TypeError)
    expect(() => readOrgGuardOptions({ orgId, preflight } as object, ['preflight'])).not.toThrow()
  })

  test('need a selector, and one that is undefined never stands for the default', () => {
    expect(readOrgGuardOptions({}, [], orgId)).toMatchObject({ orgId })
    expect(() => readOrgGuardOptions({})).toThrow(TypeError)
    for (const wrong of [undefined, null, 'acme', {}])
      expect(() => readOrgGuardOptions({ orgId: wrong } as object, [], orgId)).toThrow(TypeError)
  })
})
