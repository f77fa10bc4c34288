import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createWebhooks } from './index.js'

const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8')

test('the message in docs/webhooks.md is well signed', async () => {
  const [, headers = '', body = ''] = /```http\nPOST .+\n([\s\S]+?)\n\n([\s\S]+?)\n```/.exec(page) ?? []
  const [secret] = /whsec_[\w+/]{32}/.exec(page) ?? []
  const lines = headers.split('\n').map((line) => line.split(': ') as [string, string])
  const webhooks = createWebhooks({ secret, now: () => 1_763_000_000_000 })
  const request = new Request('https://app.example.com', { method: 'POST', headers: lines, body })
  await expect(webhooks.verifyRequest(request)).resolves.toMatchObject({ eventType: 'user.created' })
})

test('the page has a row for each type that the package knows', () => {
  const source = readFileSync(new URL('event/events.ts', import.meta.url), 'utf8')
  const known = Array.from(source.matchAll(/^ {2}'([a-z_.]+)':/gm), ([, type]) => type)
  const documented = Array.from(page.matchAll(/`((?:user|org|email)\.[a-z_]+)`/g), ([, type]) => type)
  expect(known.length).toBeGreaterThan(30)
  expect([...new Set(documented)].sort()).toEqual(known.sort())
})
