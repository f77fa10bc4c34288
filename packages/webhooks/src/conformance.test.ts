import { expect, test } from 'vitest'
import { createConformanceApp, differences, toDelivery, webhookCases } from '../test/conformance.ts'
import { deliver, endpoint, toRequest } from '../test/message.ts'
import { createWebhooks } from './index.js'

const app = createConformanceApp(createWebhooks)
const runsOf = async (id: string) => (await (await app(new Request(new URL('/runs', endpoint)))).json())[id] ?? 0

test.each(webhookCases)('$title', async (one) => {
  const { message, headers, body, path } = await toDelivery(one)
  const response = await app(toRequest(headers, body, new URL(path, endpoint).href))
  expect(differences(one, response.status, await response.text(), await runsOf(message.id))).toEqual([])
})

test('ten deliveries of a message at once run its handler once', async () => {
  const first = await deliver({ id: 'msg_ten' })
  const requests = Array.from({ length: 10 }, () => new Request(new URL('/handle', endpoint), first.clone()))
  const responses = await Promise.all(requests.map(app))
  expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(204))
  expect(await runsOf('msg_ten')).toBe(1)
})
