import { describe, expect, test, vi } from 'vitest'
import { listener } from '../src/node/plain.ts'
import { describeGuards } from './describe-guards.ts'
import {
  type AskNode,
  overHttp,
  overHttp2Server,
  throughInject,
  throughMocks,
  throughServerless,
} from './node-transports.ts'

const transports: Record<string, AskNode> = {
  'HTTP/1.1': await overHttp(listener),
  'HTTP/2': await overHttp2Server(listener),
  'light-my-request': throughInject(listener),
  'serverless-http, events of version 1.0': throughServerless(listener, '1.0'),
  'serverless-http, events of version 2.0': throughServerless(listener, '2.0'),
  'node-mocks-http': throughMocks(listener),
}

describe.each(Object.entries(transports))('%s', (_title, ask) => {
  describeGuards(ask)

  test('answers 404 to other paths', async () => {
    expect((await ask('/api/orgs/acme')).status).toBe(404)
  })
})

test('other errors are answered with 500', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue()
  const broken = throughMocks((incoming, outgoing) => {
    Object.defineProperty(incoming, 'headers', { value: null })
    return listener(incoming, outgoing)
  })
  expect((await broken('/api/me')).status).toBe(500)
  expect(log).toHaveBeenCalledOnce()
})
