import { createAudienceCheck } from '@propelauth-edge/core/adapter'
import { describe, expect, test } from 'vitest'
import { resource } from '../../test/conformance.js'
import { readAnswer } from './read-answer.js'

const now = 1_800_000_000
const good = { active: true, sub: 'ada', aud: resource, exp: now + 60 }
const checkAudience = createAudienceCheck(resource, undefined)

const read = (answer: unknown, seconds = now) => readAnswer(answer, resource, checkAudience, seconds * 1_000)
/** As it comes over the wire, where numbers have more spellings. */
const readText = (more: string) =>
  read(JSON.parse(`{"active": true, "sub": "ada", "aud": ${JSON.stringify(resource)}, ${more}}`))

const accepted = { userId: 'ada' }
const refused = (code: string) => ({ refused: true, code })

describe('the type of a token', () => {
  test.each([
    'refresh_token',
    'Refresh',
    'REFRESH_TOKEN',
    'urn:ietf:params:oauth:token-type:refresh_token',
    ['refresh_token'],
  ])('%j is that of a refresh token, which is refused', (type) => {
    expect(read({ ...good, token_type: type })).toMatchObject(refused('invalid_claims'))
  })

  test.each(['Bearer', 'bearer', 'access_token', 'N_A', null, undefined, ''])('%j is accepted', (type) => {
    expect(read({ ...good, token_type: type })).toMatchObject(accepted)
  })
})

describe('an audience that is there decides, also where "resource" is right', () => {
  test.each(['', [], [''], 0, false, {}, [null]])('%j is refused', (aud) => {
    expect(read({ ...good, aud, resource })).toMatchObject(refused('invalid_claims'))
  })
})

describe('times', () => {
  test.each(['"exp": 1e400', '"nbf": -1e400', '"exp": true', '"nbf": [1]', '"exp": {}', '"nbf": "1"', '"exp": "1e9"'])(
    '%s is no number, and refused',
    (more) => {
      expect(readText(more)).toMatchObject(refused('invalid_claims'))
    },
  )

  test.each([
    ['"exp": -1', refused('token_expired')],
    ['"exp": 0', refused('token_expired')],
    ['"exp": 1.8e9', accepted],
    [`"exp": ${now - 9.5}`, accepted],
    [`"exp": ${now - 10}`, refused('token_expired')],
    ['"nbf": 1e300', refused('token_not_active')],
    ['"nbf": -1e300', accepted],
    [`"nbf": ${now + 10}`, accepted],
    [`"nbf": ${now + 10.5}`, refused('token_not_active')],
  ])('%s counts, within 10 seconds', (more, expected) => {
    expect(readText(more)).toMatchObject(expected)
  })

  test('under a clock that gives no number are refused', () => {
    expect(read({ ...good, exp: now }, Number.NaN)).toMatchObject(refused('token_expired'))
    expect(read({ ...good, exp: null, nbf: 0 }, Number.NaN)).toMatchObject(refused('token_not_active'))
  })
})

describe('who a token acts for', () => {
  test.each(['', 7, null, undefined, ['ada'], { id: 'ada' }])('must not be %j', (sub) => {
    expect(read({ ...good, sub })).toMatchObject(refused('invalid_claims'))
  })

  test.each(['', 7, null, ['editor']])('is through an unknown client, and in no org, if both are %j', (value) => {
    const principal = read({ ...good, client_id: value, org_id: value })
    expect(principal).toMatchObject({ clientId: 'unknown' })
    expect(principal).not.toHaveProperty('orgId')
  })
})
