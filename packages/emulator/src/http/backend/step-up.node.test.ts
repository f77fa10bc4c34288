import {
  FeatureGatedException,
  IncorrectMfaCodeException,
  InvalidRequestFieldsException,
  MfaNotEnabledException,
  StepUpMfaGrantType,
  UserNotFoundException,
} from '@propelauth/node-apis'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { backend, read } from '../../../test/fixture.js'
import { officialSdk } from '../../../test/official-sdk.js'
import { STEP_UP_ERROR_STATUSES } from '../../domain/project/step-up-settings.js'
import { createEmulator, type Seed } from '../../index.js'
import { derivedUuid } from '../../values/ids.js'

// RFC 6238, appendix B: the secret "12345678901234567890".
const seed: Seed = {
  users: [
    { key: 'ada', email: 'ada@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    { key: 'bob', email: 'bob@x.test', mfa_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
    { key: 'phil', email: 'phil@x.test', mfa_phones: ['+15550100', '+15550199'] },
    { key: 'none', email: 'none@x.test' },
  ],
}
const idOf = (key: string): string => derivedUuid('user', key)

const START = Date.parse('2026-03-01T12:00:00Z')
let time = START
// Before the reset of the emulator, which takes the time from here.
beforeEach(() => {
  time = START
})
const { emulator, apis } = officialSdk({ seed, now: () => time })

const advance = (seconds: number): void => {
  time += seconds * 1_000
}

interface Wish {
  readonly user?: string
  readonly action?: string
  readonly grantType?: StepUpMfaGrantType
  readonly seconds?: number
}

const requestOf = ({ user = 'ada', action = 'DELETE_ORG', grantType, seconds = 300 }: Wish) => ({
  actionType: action,
  userId: idOf(user),
  grantType: grantType ?? StepUpMfaGrantType.ONE_TIME_USE,
  validForSeconds: seconds,
})

async function grant(wish: Wish = {}): Promise<string> {
  const code = emulator.totpCode(wish.user ?? 'ada')
  return (await apis.verifyStepUpTotpChallenge({ ...requestOf(wish), code })).stepUpGrant
}

const isGood = async (given: string, { user = 'ada', action = 'DELETE_ORG' }: Wish = {}): Promise<boolean> =>
  (await apis.verifyStepUpGrant({ actionType: action, userId: idOf(user), grant: given })).success

const timeBased = { grantType: StepUpMfaGrantType.TIME_BASED }

describe('a code of the authenticator app', () => {
  const enter = (code: string, wish: Wish = {}) => apis.verifyStepUpTotpChallenge({ ...requestOf(wish), code })

  test('of the RFC gives a grant', async () => {
    time = 1_111_111_109_000
    expect(await enter('081804')).toEqual({ stepUpGrant: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('that is wrong, of another user or too old is refused', async () => {
    const old = emulator.totpCode('ada')
    await expect(enter('000000')).rejects.toBeInstanceOf(IncorrectMfaCodeException)
    await expect(enter('')).rejects.toBeInstanceOf(IncorrectMfaCodeException)
    await expect(enter(emulator.totpCode('bob'))).rejects.toBeInstanceOf(IncorrectMfaCodeException)
    advance(60)
    await expect(enter(old)).rejects.toBeInstanceOf(IncorrectMfaCodeException)
  })

  test('counts once, also for a login', async () => {
    const code = emulator.totpCode('ada')
    await enter(code)
    await expect(enter(code)).rejects.toBeInstanceOf(IncorrectMfaCodeException)
    expect(emulator.totpCode('ada')).not.toBe(code)
    await enter(emulator.totpCode('ada'))
  })

  test('is the third within 30 seconds: totpCode says how long to wait', async () => {
    time = Date.parse('2026-03-01T12:00:10Z')
    for (let count = 0; count < 2; count += 1) await enter(emulator.totpCode('ada'))
    const message =
      'All codes that are accepted now were used. The next one is in 20 s: advance the clock, or set totp_code_reuse'
    expect(() => emulator.totpCode('ada')).toThrow(message)
    const { status, body } = await read(await emulator.fetch(`${emulator.authUrl}/_emulator/totp?user=ada`))
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(message)])
    const page = await emulator.fetch(`${emulator.authUrl}/_emulator`, { headers: { Accept: 'text/html' } })
    expect(await page.text()).toContain('next code at <time datetime="2026-03-01T12:00:30.000Z">')
    advance(19)
    expect(() => emulator.totpCode('ada')).toThrow('The next one is in 1 s')
    advance(1)
    await enter(emulator.totpCode('ada'))
  })

  test('counts while it is current, where the project says so', async () => {
    emulator.changeSettings({ totp_code_reuse: true })
    const code = emulator.totpCode('ada')
    for (let time = 0; time < 3; time += 1) await enter(code)
    expect(emulator.totpCode('ada')).toBe(code)
  })

  test('needs a user with an authenticator app', async () => {
    await expect(enter('123456', { user: 'none' })).rejects.toBeInstanceOf(MfaNotEnabledException)
    await expect(enter('123456', { user: 'phil' })).rejects.toBeInstanceOf(MfaNotEnabledException)
    await expect(enter('123456', { user: 'unknown' })).rejects.toBeInstanceOf(UserNotFoundException)
    await apis.disableUser2fa(idOf('ada'))
    await expect(enter('123456')).rejects.toBeInstanceOf(MfaNotEnabledException)
    expect(() => emulator.totpCode('none')).toThrow(/no authenticator app/)
  })
})

describe('a one-time grant', () => {
  test('is good once', async () => {
    const given = await grant()
    expect([await isGood(given), await isGood(given)]).toEqual([true, false])
  })

  test('is good for one of many requests at the same time', async () => {
    const given = await grant()
    const answers = await Promise.all(Array.from({ length: 16 }, () => isGood(given)))
    expect(answers.filter(Boolean)).toHaveLength(1)
  })

  test('expires', async () => {
    const given = await grant({ seconds: 10 })
    advance(10)
    expect(await isGood(given)).toBe(false)
  })
})

describe('a time-based grant', () => {
  test('is good until it expires', async () => {
    const given = await grant({ ...timeBased, seconds: 60 })
    expect([await isGood(given), await isGood(given)]).toEqual([true, true])
    advance(59)
    expect(await isGood(given)).toBe(true)
    advance(1)
    expect(await isGood(given)).toBe(false)
  })
})

describe('a grant of another action or another user', () => {
  test('is like an unknown one, and stays good for its own', async () => {
    const given = await grant()
    expect(await isGood(given, { action: 'PAY' })).toBe(false)
    expect(await isGood(given, { user: 'bob' })).toBe(false)
    expect(await isGood(given, { user: 'unknown' })).toBe(false)
    expect(await isGood('made up')).toBe(false)
    expect(await isGood(given)).toBe(true)
  })

  test('is spent by it where the project says so; a time-based one is not', async () => {
    emulator.changeSettings({ step_up_mismatch: 'spend' })
    const [once, timed] = [await grant(), await grant(timeBased)]
    expect([await isGood(once, { user: 'bob' }), await isGood(once)]).toEqual([false, false])
    expect([await isGood(timed, { user: 'bob' }), await isGood(timed)]).toEqual([false, true])
  })

  test('ends with its user', async () => {
    const given = await grant(timeBased)
    await apis.deleteUser(idOf('ada'))
    expect(await isGood(given)).toBe(false)
  })

  test('ends with a reset of the project', async () => {
    const given = await grant(timeBased)
    emulator.reset()
    expect(await isGood(given)).toBe(false)
  })
})

describe('a code by SMS', () => {
  const send = async (wish: Wish = {}, phone = 0) => {
    // The SDK declares these names in snake_case, and gives them in camelCase.
    const found: unknown = await apis.fetchUserMfaMethods(idOf('phil'))
    const { phoneNumbers } = (found as { mfaSetup: { phoneNumbers: { mfaPhoneId: string }[] } }).mfaSetup
    const mfaPhoneId = phoneNumbers[phone]?.mfaPhoneId ?? crypto.randomUUID()
    return (await apis.sendSmsMfaCode({ ...requestOf({ user: 'phil', ...wish }), mfaPhoneId })).challengeId
  }
  const enter = (challengeId: string, code: string, user = 'phil') =>
    apis.verifySmsChallenge({ challengeId, userId: idOf(user), code })
  const lastCode = () => emulator.sms()[0]?.code ?? ''

  test('is captured, and gives a grant of the kind that was asked for', async () => {
    const challenge = await send(timeBased, 1)
    const sent = { to: '+15550199', code: lastCode(), created_at: time / 1_000 }
    expect(emulator.sms()).toMatchObject([{ ...sent, text: `Your verification code is ${lastCode()}` }])
    expect([emulator.sms('+15550199').length, emulator.sms('+15550100').length]).toEqual([1, 0])
    const { stepUpGrant } = await enter(challenge, lastCode())
    const ofPhil = { user: 'phil' }
    expect([await isGood(stepUpGrant, ofPhil), await isGood(stepUpGrant, ofPhil)]).toEqual([true, true])
    expect(await isGood(stepUpGrant, { ...ofPhil, action: 'PAY' })).toBe(false)
    const once = await enter(await send(), lastCode())
    expect([await isGood(once.stepUpGrant, ofPhil), await isGood(once.stepUpGrant, ofPhil)]).toEqual([true, false])
  })

  test('counts once, for its challenge and user, in time', async () => {
    const first = await send()
    const code = lastCode()
    const wrong = code === '000000' ? '000001' : '000000'
    expect(await errorOf('phone/verify', { challenge_id: first, user_id: idOf('phil'), code: wrong })).toMatchObject({
      error_code: 'incorrect_mfa_code',
    })
    const gone = { error_code: 'invalid_request_fields', field_errors: { challenge_id: 'challenge_not_found' } }
    const verify = (challenge: string, user = 'phil') =>
      errorOf('phone/verify', { challenge_id: challenge, user_id: idOf(user), code })
    expect(await verify(first, 'ada')).toMatchObject(gone)
    expect(await verify('made up')).toMatchObject(gone)
    await enter(first, code)
    expect(await verify(first)).toMatchObject(gone)
    const late = await send()
    advance(600)
    expect(
      await errorOf('phone/verify', { challenge_id: late, user_id: idOf('phil'), code: lastCode() }),
    ).toMatchObject(gone)
  })

  test('may be typed with spaces', async () => {
    const challenge = await send()
    const typed = `${lastCode().slice(0, 3)} ${lastCode().slice(3)} `
    expect((await enter(challenge, typed)).stepUpGrant).toMatch(/^[0-9a-f]{64}$/)
  })

  test('needs a phone of the user', async () => {
    const phone = { mfa_phone_id: crypto.randomUUID() }
    expect(await errorOf('phone/send', { ...wire('phil'), ...phone })).toMatchObject({
      error_code: 'invalid_request_fields',
      field_errors: { mfa_phone_id: 'mfa_phone_not_found' },
    })
    expect(await errorOf('phone/send', { ...wire('ada'), ...phone })).toMatchObject({ error_code: 'mfa_not_enabled' })
    expect(await errorOf('phone/send', { ...wire('unknown'), ...phone })).toMatchObject({
      error_code: 'user_not_found',
    })
    expect(emulator.sms()).toEqual([])
  })
})

const wire = (user: string) => ({
  action_type: 'PAY',
  user_id: idOf(user),
  grant_type: 'ONE_TIME_USE',
  valid_for_seconds: 60,
})

const answerOf = (path: string, body: unknown) => backend(emulator, 'POST', `mfa/step-up/${path}`, body)
const errorOf = async (path: string, body: unknown) => (await answerOf(path, body)).body

describe('errors', () => {
  test('of fields are coded, with a sentence for each field', async () => {
    const { status, body } = await answerOf('verify-totp', { ...wire('ada'), grant_type: 'FOREVER', code: 7 })
    expect([status, body]).toEqual([
      400,
      {
        error_code: 'invalid_request_fields',
        user_facing_error: 'Invalid fields',
        field_errors: { grant_type: 'invalid', code: 'invalid' },
        user_facing_errors: { grant_type: 'Must be one of ONE_TIME_USE, TIME_BASED.', code: 'Must be a string.' },
      },
    ])
    const wrong = apis.verifyStepUpTotpChallenge({ ...requestOf({ seconds: 0 }), code: '123456' })
    await expect(wrong).rejects.toBeInstanceOf(InvalidRequestFieldsException)
  })

  test.each([
    [{ ...wire('ada'), code: '1', valid_for_seconds: 1.5 }, ['valid_for_seconds']],
    [{ ...wire('ada'), code: '1', valid_for_seconds: 1e15 }, ['valid_for_seconds']],
    [{ ...wire('ada'), code: '1', action_type: '' }, ['action_type']],
    [{ ...wire('ada'), code: '1', user_id: 'ada' }, ['user_id']],
    [[], ['body']],
  ])('%j names the fields %j', async (body, fields) => {
    expect(Object.keys((await errorOf('verify-totp', body)).field_errors)).toEqual(fields)
  })

  test.each(STEP_UP_ERROR_STATUSES)('can have the status %i, by which no official SDK goes', async (status) => {
    const given = await grant()
    emulator.changeSettings({ step_up_error_status: status, step_up_user_not_found_status: status })
    expect((await answerOf('verify-totp', { ...wire('ada'), code: '000000' })).status).toBe(status)
    expect((await answerOf('verify-totp', { ...wire('unknown'), code: '000000' })).status).toBe(status)
    expect([await isGood(given), await isGood(given)]).toEqual([true, false])
  })

  test('a plan without step-up MFA refuses every operation', async () => {
    emulator.changeSettings({ step_up_enabled: false })
    for (const path of ['verify-totp', 'verify-grant', 'phone/send', 'phone/verify'])
      expect((await errorOf(path, {})).error_code).toBe('feature_gated')
    await expect(isGood('x')).rejects.toBeInstanceOf(FeatureGatedException)
  })
})

test('grants, challenges and text messages survive a restart', async () => {
  const data = folderOfTest()
  const first = createEmulator({ data, seed })
  const { body: made } = await backend(first, 'POST', 'mfa/step-up/verify-totp', {
    ...wire('ada'),
    code: first.totpCode('ada'),
  })
  const { body: phil } = await backend(first, 'GET', `user/${idOf('phil')}/mfa`)
  const { body: sent } = await backend(first, 'POST', 'mfa/step-up/phone/send', {
    ...wire('phil'),
    mfa_phone_id: phil.mfa_setup.phone_numbers[0].mfa_phone_id,
  })
  await first.close()
  await using second = createEmulator({ data, seed })
  const verify = { action_type: 'PAY', user_id: idOf('ada'), grant: made.step_up_grant }
  expect((await backend(second, 'POST', 'mfa/step-up/verify-grant', verify)).body).toEqual({ success: true })
  const enter = { challenge_id: sent.challenge_id, user_id: idOf('phil'), code: second.sms()[0]?.code }
  expect((await backend(second, 'POST', 'mfa/step-up/phone/verify', enter)).body).toHaveProperty('step_up_grant')
})
