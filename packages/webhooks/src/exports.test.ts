import { expect, test } from 'vitest'
import { secret } from '../test/message.ts'
import * as webhooks from './index.js'
import * as kv from './kv.js'

// A name that comes or goes here is a change that users see.
test('the public names of the package', () => {
  expect(Object.keys(webhooks).sort()).toEqual(['WebhookError', 'createWebhooks'])
  expect(Object.keys(kv)).toEqual(['kvSeenStore'])
})

test('the names of an instance', () => {
  expect(Object.keys(webhooks.createWebhooks({ secret })).sort()).toEqual(['handler', 'verifyRequest'])
})
