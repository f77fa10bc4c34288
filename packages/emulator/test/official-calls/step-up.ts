import { StepUpMfaGrantType } from '@propelauth/node-apis'
import { expect } from 'vitest'
import { type Calls, idOf, type World } from './world.js'

const ACTION = 'DELETE_ORG'
const wanted = { actionType: ACTION, validForSeconds: 60, grantType: StepUpMfaGrantType.ONE_TIME_USE }
const wantedOnWire = { action_type: ACTION, valid_for_seconds: 60, grant_type: 'ONE_TIME_USE' }

const isGood = async ({ ask }: World, user: string, grant: string): Promise<boolean> =>
  (await ask('POST', 'mfa/step-up/verify-grant', { action_type: ACTION, user_id: idOf(user), grant })).success === true

const phoneOf = async ({ ask }: World): Promise<string> =>
  (await ask('GET', `user/${idOf('phone')}/mfa`)).mfa_setup.phone_numbers[0].mfa_phone_id

/** A second factor for an action. */
export const stepUp = {
  async verifyStepUpTotpChallenge(world) {
    const request = { ...wanted, userId: idOf('totp'), code: world.emulator.totpCode('totp') }
    const { stepUpGrant } = await world.sdk.verifyStepUpTotpChallenge(request)
    expect([await isGood(world, 'totp', stepUpGrant), await isGood(world, 'totp', stepUpGrant)]).toEqual([true, false])
  },
  async verifyStepUpGrant({ sdk, ask, emulator }) {
    const request = { ...wantedOnWire, user_id: idOf('totp'), code: emulator.totpCode('totp') }
    const { step_up_grant: grant } = await ask('POST', 'mfa/step-up/verify-totp', request)
    const ofTotp = { actionType: ACTION, userId: idOf('totp'), grant }
    expect(await sdk.verifyStepUpGrant(ofTotp)).toEqual({ success: true })
    expect(await sdk.verifyStepUpGrant(ofTotp)).toEqual({ success: false })
  },
  async sendSmsMfaCode(world) {
    const request = { ...wanted, userId: idOf('phone'), mfaPhoneId: await phoneOf(world) }
    const { challengeId } = await world.sdk.sendSmsMfaCode(request)
    const [message] = world.emulator.sms('+15550100')
    const entered = { challenge_id: challengeId, user_id: idOf('phone'), code: message?.code }
    expect(await world.ask('POST', 'mfa/step-up/phone/verify', entered)).toHaveProperty('step_up_grant')
  },
  async verifySmsChallenge(world) {
    const request = { ...wantedOnWire, user_id: idOf('phone'), mfa_phone_id: await phoneOf(world) }
    const { challenge_id: challengeId } = await world.ask('POST', 'mfa/step-up/phone/send', request)
    const code = world.emulator.sms()[0]?.code ?? ''
    const { stepUpGrant } = await world.sdk.verifySmsChallenge({ challengeId, userId: idOf('phone'), code })
    expect(await isGood(world, 'phone', stepUpGrant)).toBe(true)
  },
} satisfies Calls
