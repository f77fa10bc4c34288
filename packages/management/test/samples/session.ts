import { orgId, type Samples, userId } from './sample.js'

export const sessionSamples = {
  refreshAccessTokenFromRefreshToken: {
    calls: [['refresh'], ['refresh', orgId]],
    result: {
      refresh_token: 'next',
      access_token: { access_token: 'a.b.c', expires_at_seconds: 1, user: { user_id: userId } },
    },
  },
  logoutRefreshToken: { calls: [['refresh']], result: undefined },
  exchangeSsrCode: {
    calls: [['https://app.example.com/callback', 'code']],
    result: { access_token: 'a.b.c', refresh_token: 'r' },
  },
} satisfies Partial<Samples>
