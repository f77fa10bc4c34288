import { orgId, type Samples, userId } from './sample.js'

export const accessSamples = {
  createMagicLink: {
    calls: [
      [{ email: 'a@b.test' }],
      [
        {
          email: 'a@b.test',
          redirectToUrl: 'https://example.com/?a=b',
          expiresInHours: 1,
          createNewUserIfOneDoesntExist: false,
          expiresAfterFirstUse: true,
          requiresInterstitial: false,
          userSignupQueryParameters: { utm_source: 'a', camelCase: 'b' },
        },
      ],
    ],
    result: { url: 'https://auth.example.com/link' },
  },
  createAccessToken: {
    calls: [[{ userId, durationInMinutes: 5 }], [{ userId, durationInMinutes: 5, activeOrgId: orgId }]],
    result: { access_token: 'a.b.c' },
  },
  fetchEmployeeById: { calls: [[userId]], result: { email: 'employee@example.com' } },
  fetchTokenVerificationMetadata: { calls: [[]], result: { verifier_key_pem: '-----BEGIN PUBLIC KEY-----' } },
  fetchUserMfaMethods: {
    calls: [[userId]],
    result: { mfa_setup: { type: 'Phone', phone_numbers: [{ mfa_phone_number_suffix: '42', mfa_phone_id: 'p' }] } },
  },
  verifyStepUpTotpChallenge: {
    calls: [[{ actionType: 'PAY', userId, code: '123456', grantType: 'ONE_TIME_USE', validForSeconds: 60 }]],
    result: { step_up_grant: 'grant' },
  },
  verifyStepUpGrant: { calls: [[{ actionType: 'PAY', userId, grant: 'grant' }]], result: { success: true } },
  sendSmsMfaCode: {
    calls: [[{ actionType: 'PAY', userId, mfaPhoneId: 'p', grantType: 'TIME_BASED', validForSeconds: 60 }]],
    result: { challenge_id: 'challenge' },
  },
  verifySmsChallenge: {
    calls: [[{ challengeId: 'challenge', userId, code: '123456' }]],
    result: { step_up_grant: 'grant' },
  },
} satisfies Partial<Samples>
