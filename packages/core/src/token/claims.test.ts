import { describe, expect, test } from 'vitest'
import { codeOf } from '../../test/verdict.js'
import { isRefusal } from '../response/refusal.js'
import { toUser } from '../user/user.js'
import { type ClaimRules, checkIssuerAndTimes, checkTimes } from './claims.js'
import { isJsonObject } from './read-claim.js'

const now = 1_800_000_000
const issuer = 'https://auth.example.com'
const rules: ClaimRules = { issuers: [issuer], clockToleranceSeconds: 10 }
const timely = { iss: issuer, iat: now - 60, exp: now + 1_740 }

const judge = (changes: object, at = now, of = rules) => codeOf(checkIssuerAndTimes({ ...timely, ...changes }, of, at))

describe('the issuer', () => {
  test('is accepted if it equals the expected one', () => {
    expect(judge({})).toBe('accepted')
  })

  test('is refused in every other form', () => {
    const others = [
      undefined,
      null,
      7,
      true,
      {},
      [issuer],
      [],
      '',
      `${issuer}/`,
      `${issuer} `,
      ` ${issuer}`,
      `${issuer}.evil.example`,
      `${issuer}:443`,
      `${issuer}#`,
      issuer.toUpperCase(),
      issuer.slice(0, -1),
      'http://auth.example.com',
      'auth.example.com',
      'https://evil.example/https://auth.example.com',
      'https://auth.example.com@evil.example',
    ]
    for (const iss of others) expect(judge({ iss })).toBe('issuer_mismatch')
  })

  test('may be one of a closed list', () => {
    const two = { ...rules, issuers: ['https://a.example', 'https://b.example'] }
    expect(judge({ iss: 'https://b.example' }, now, two)).toBe('accepted')
    expect(judge({ iss: 'https://a.example,https://b.example' }, now, two)).toBe('issuer_mismatch')
    expect(judge({ iss: issuer }, now, two)).toBe('issuer_mismatch')
  })

  test('is checked before the times, so that a foreign token is not reported as expired', () => {
    expect(judge({ iss: 'https://other.example', exp: 1 })).toBe('issuer_mismatch')
  })
})

describe('times', () => {
  const wrongTypes = [
    null,
    '',
    String(now),
    `${now + 60}`,
    [now],
    {},
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]

  test('exp and iat are required', () => {
    expect(judge({ exp: undefined })).toBe('invalid_claims')
    expect(judge({ iat: undefined })).toBe('invalid_claims')
  })

  test('exp, iat and nbf of any type but a finite number are invalid', () => {
    for (const value of wrongTypes)
      for (const claim of ['exp', 'iat', 'nbf']) expect(judge({ [claim]: value })).toBe('invalid_claims')
  })

  test('a JSON number that overflows to infinity is invalid', () => {
    expect(judge(JSON.parse('{"exp":1e999}'))).toBe('invalid_claims')
    expect(judge(JSON.parse('{"iat":-1e999}'))).toBe('invalid_claims')
  })

  test('a token expires at exp plus the tolerance, to the second', () => {
    expect(judge({ exp: now - 9 })).toBe('accepted')
    expect(judge({ exp: now - 10 })).toBe('token_expired')
    expect(judge({ exp: now + 5 }, now + 14.999)).toBe('accepted')
    expect(judge({ exp: now + 5 }, now + 15)).toBe('token_expired')
    for (const exp of [0, -1, -1e300]) expect(judge({ exp })).toBe('token_expired')
  })

  test('a token is active from iat and nbf minus the same tolerance', () => {
    for (const claim of ['iat', 'nbf']) {
      expect(judge({ [claim]: now + 10 })).toBe('accepted')
      expect(judge({ [claim]: now + 11 })).toBe('token_not_active')
    }
    expect(judge({ iat: now - 60, nbf: now + 11 })).toBe('token_not_active')
    expect(judge({ iat: now + 11, nbf: now - 60 })).toBe('token_not_active')
  })

  test('are refused with a clock that returns NaN', () => {
    expect(judge({}, Number.NaN)).toBe('token_expired')
    expect(codeOf(checkTimes({ exp: Number.POSITIVE_INFINITY, activeFrom: now }, rules, Number.NaN))).toBe(
      'token_expired',
    )
    expect(codeOf(checkTimes({ exp: Number.POSITIVE_INFINITY, activeFrom: Number.NaN }, rules, now))).toBe(
      'token_not_active',
    )
  })

  test('the tolerance may be zero', () => {
    const strict = { ...rules, clockToleranceSeconds: 0 }
    expect(judge({ exp: now }, now, strict)).toBe('token_expired')
    expect(judge({ exp: now + 1 }, now, strict)).toBe('accepted')
    expect(judge({ nbf: now }, now, strict)).toBe('accepted')
    expect(judge({ nbf: now + 1 }, now, strict)).toBe('token_not_active')
  })

  test('give a detail with the seconds, or the name of the wrong claim', () => {
    const detailOf = (changes: object) => checkIssuerAndTimes({ ...timely, ...changes }, rules, now)?.detail
    expect(detailOf({ exp: now - 61.5 })).toBe('exp is 61 seconds ago')
    expect(detailOf({ nbf: now + 60.5 })).toBe('nbf or iat is 61 seconds ahead')
    expect(detailOf({ exp: 'x' })).toBe('The claim exp must be a finite number, found string')
    expect(detailOf({ iat: undefined })).toBe('The claim iat must be a finite number, found undefined')
    expect(detailOf({ nbf: null })).toBe('The claim nbf must be a finite number, found null')
  })

  test('are checked alone for a cached token', () => {
    const times = { exp: now + 60, activeFrom: now }
    expect(checkTimes(times, rules, now)).toBeUndefined()
    expect(codeOf(checkTimes(times, rules, now + 70))).toBe('token_expired')
    expect(codeOf(checkTimes(times, rules, now - 11))).toBe('token_not_active')
  })
})

const org = {
  org_id: 'acme',
  org_name: 'Acme',
  user_role: 'Admin',
  inherited_user_roles_plus_current_role: ['Admin', 'Member'],
  user_permissions: ['can_view_billing'],
}
const user = { user_id: 'u1' }

/** The claim that is wrong, or `accepted`. */
function fault(changes: object) {
  const checked = toUser({ ...user, ...changes })
  return isRefusal(checked) ? /claim (\S+)/.exec(checked.detail ?? '')?.[1] : 'accepted'
}

describe('claims of a user', () => {
  test('need a user id that is a non-empty string', () => {
    for (const user_id of [undefined, null, '', 7, {}, ['u1'], true]) expect(fault({ user_id })).toBe('user_id')
    expect(fault({})).toBe('accepted')
  })

  test('are refused as invalid claims', () => {
    expect(codeOf(toUser({}))).toBe('invalid_claims')
  })

  for (const claim of ['email', 'first_name', 'last_name', 'username', 'legacy_user_id', 'impersonator_user_id'])
    test(`${claim} is a string or absent`, () => {
      for (const value of [undefined, null, '', 'x']) expect(fault({ [claim]: value })).toBe('accepted')
      for (const value of [7, {}, ['x'], true, false, 0]) expect(fault({ [claim]: value })).toBe(claim)
    })

  for (const claim of ['properties', 'metadata'])
    test(`${claim} are an object or absent`, () => {
      for (const value of [undefined, null, {}, { a: [1] }]) expect(fault({ [claim]: value })).toBe('accepted')
      for (const value of ['', 'x', 7, [], [{}], true]) expect(fault({ [claim]: value })).toBe(claim)
    })

  test('the login method may have any name, but must be well-formed', () => {
    const good = [
      undefined,
      null,
      { login_method: 'password' },
      { login_method: 'not_yet_invented', provider: 'X', org_id: 'a' },
    ]
    for (const login_method of good) expect(fault({ login_method })).toBe('accepted')
    const bad = ['password', '', 0, false, {}, [], { login_method: '' }, { login_method: 7 }]
    for (const login_method of bad) expect(fault({ login_method })).toBe('login_method')
    expect(fault({ login_method: { login_method: 'x', provider: 7 } })).toBe('provider')
    expect(fault({ login_method: { login_method: 'x', org_id: {} } })).toBe('org_id')
  })
})

describe('an org entry', () => {
  const wrongText = [undefined, null, 7, ['x'], {}, true]
  const wrongList = [
    undefined,
    null,
    'Admin',
    '',
    {},
    { 0: 'Admin', length: 1 },
    7,
    [7],
    ['Admin', null],
    [['Admin']],
    [{}],
  ]
  const rows: Record<string, { good: unknown[]; bad: unknown[] }> = {
    org_id: { good: ['acme'], bad: [...wrongText, ''] },
    org_name: { good: ['Acme', ''], bad: wrongText },
    user_role: { good: ['Admin', ''], bad: wrongText },
    inherited_user_roles_plus_current_role: { good: [[], ['Admin']], bad: wrongList },
    user_permissions: { good: [[], ['a', 'b']], bad: wrongList },
    additional_roles: { good: [undefined, null, [], ['x']], bad: wrongList.slice(2) },
    org_role_structure: {
      good: [undefined, null, 'single_role_in_hierarchy', 'multi_role'],
      bad: ['', 'other', 'MULTI_ROLE', ['multi_role'], {}, 7, true],
    },
    org_metadata: { good: [undefined, null, {}, { a: 1 }], bad: ['', [], 7, true] },
    url_safe_org_name: { good: [undefined, null, '', 'acme'], bad: wrongText.slice(2) },
    legacy_org_id: { good: [undefined, null, '', '1'], bad: wrongText.slice(2) },
  }
  for (const [field, { good, bad }] of Object.entries(rows))
    test(`has the documented ${field}, in the map and as the active org`, () => {
      for (const value of good) {
        expect(fault({ org_member_info: { ...org, [field]: value } })).toBe('accepted')
        expect(fault({ org_id_to_org_member_info: { acme: { ...org, [field]: value } } })).toBe('accepted')
      }
      for (const value of bad) {
        expect(fault({ org_member_info: { ...org, [field]: value } })).toBe(field)
        expect(fault({ org_id_to_org_member_info: { acme: { ...org, [field]: value } } })).toBe(
          field === 'org_id' ? 'org_id_to_org_member_info' : field,
        )
      }
    })

  test('is in the map under its own id', () => {
    expect(fault({ org_id_to_org_member_info: { acme: org } })).toBe('accepted')
    for (const id of ['other', 'ACME', '', '__proto__'])
      expect(fault({ org_id_to_org_member_info: { [id]: org } })).toBe('org_id_to_org_member_info')
  })

  test('that is wrong makes the token invalid, also beside good ones', () => {
    expect(fault({ org_id_to_org_member_info: { acme: org, b: { ...org, org_id: 'b', user_permissions: 'x' } } })).toBe(
      'user_permissions',
    )
  })

  test('that is wrong makes the token invalid, also in the map that an active org replaces', () => {
    expect(fault({ org_member_info: org, org_id_to_org_member_info: { b: org } })).toBe('org_id_to_org_member_info')
  })

  test('must be an object, and so must the map', () => {
    for (const value of [7, 0, '', false, 'acme', [], [org], true]) {
      expect(fault({ org_member_info: value })).toBe('org_member_info')
      expect(fault({ org_id_to_org_member_info: value })).toBe('org_id_to_org_member_info')
      expect(fault({ org_id_to_org_member_info: { acme: value } })).toBe('org_id_to_org_member_info')
    }
    expect(fault({ org_id_to_org_member_info: { acme: null } })).toBe('org_id_to_org_member_info')
  })

  test('may be absent', () => {
    for (const value of [undefined, null, {}]) expect(fault({ org_id_to_org_member_info: value })).toBe('accepted')
    for (const value of [undefined, null]) expect(fault({ org_member_info: value })).toBe('accepted')
  })

  test('may have the name of an inherited property', () => {
    const claims = JSON.parse(`{"__proto__":${JSON.stringify({ ...org, org_id: '__proto__' })}}`)
    expect(fault({ org_id_to_org_member_info: claims })).toBe('accepted')
  })
})

test('a JSON object is neither null nor a list', () => {
  expect([{}, JSON.parse('{"__proto__":1}')].map(isJsonObject)).toEqual([true, true])
  expect([null, [], 'x', 7, undefined].map(isJsonObject)).toEqual([false, false, false, false, false])
})

test('a clock that returns no number refuses every token', () => {
  const rules = { issuers: ['i'], clockToleranceSeconds: 10 }
  for (const now of [Number.NaN, undefined as unknown as number])
    expect(isRefusal(checkTimes({ exp: 2, activeFrom: 1 }, rules, now))).toBe(true)
})
