// Published samples, not secrets of any project.

export interface Vector {
  readonly source: string
  readonly secret: string
  readonly id: string
  readonly timestamp: string
  readonly body: string
  readonly signature: string
  readonly fields: object
}

export const standardVector: Vector = {
  source: 'the test suite of Standard Webhooks',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  fields: { eventType: '', test: 2432232314 },
}

export const svixVector: Vector = {
  source: 'the manual of Svix',
  secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
  id: 'msg_loFOjxBNrRLzqYUf',
  timestamp: '1731705121',
  body: '{"event_type":"ping","data":{"success":true}}',
  signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  fields: { eventType: 'ping', data: { success: true } },
}

export const vectors: readonly Vector[] = [standardVector, svixVector]
