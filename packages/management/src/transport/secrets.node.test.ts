// The API key is a canary: these tests look for it in everything that errors, events and logs hold.
import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { invoke, operations, samples } from '../../test/samples.js'
import { createManagementClient } from '../client.js'
import { contract } from '../contract.js'

const canary = 'c4n4ry0123456789abcdefc4n4ry0123456789abcdef'

/** Everything a log or an answer could take from an error. */
function everythingOf(error: unknown): string {
  const { message, cause, stack, body } = Object(error)
  return [
    String(error),
    message,
    stack,
    body,
    JSON.stringify(error),
    JSON.stringify(cause),
    String(cause),
    inspect(error, { depth: null, showHidden: true }),
    inspect(cause, { depth: null, showHidden: true, getters: true }),
  ].join('\n')
}

const echo = (init: RequestInit) => JSON.stringify(Object.fromEntries(new Headers(init.headers)))

const escapeAll = (text: string) =>
  Array.from(text, (letter) => `\\u00${letter.charCodeAt(0).toString(16).toUpperCase()}`).join('')

/** Errors as HTTP libraries make them, with the request and its headers as properties. */
const indiscreet = (init: RequestInit) =>
  Object.assign(new Error(`failed with ${echo(init)}`, { cause: Object.assign(new Error(echo(init)), { init }) }), {
    name: `Error ${canary}`,
    code: `E_${canary}`,
    config: { headers: echo(init) },
    request: init,
  })

const services: { readonly [title: string]: (url: string, init: RequestInit) => Promise<Response> } = {
  'repeats the request in its refusal': async (_, init) =>
    new Response(echo(init), { status: 400, headers: { 'X-Request-Id': `r-${canary}` } }),
  'repeats it in words': async (_, init) =>
    new Response(
      JSON.stringify({ error_code: echo(init), user_facing_error: canary, field_errors: { [canary]: canary } }),
      {
        status: 400,
      },
    ),
  'repeats it in escapes': async () =>
    new Response(
      `{"error_code":"${escapeAll(canary)}","user_facing_error":"${escapeAll(canary)}","field_errors":{"${escapeAll(canary)}":["${escapeAll(canary)}"]}}`,
      { status: 400 },
    ),
  'repeats it in escapes as a field map': async () =>
    new Response(`{"${escapeAll(canary)}":["${escapeAll(canary)}"]}`, { status: 400 }),
  'repeats it in escapes in plain text': async () => new Response(escapeAll(canary), { status: 500 }),
  'repeats it in a 404 of something else': async (_, init) =>
    new Response(`{"message":${echo(init)}}`, { status: 404 }),
  'repeats it where a value should be': async (_, init) => new Response(`<html>${echo(init)}`),
  'repeats it at the thousandth character': async (_, init) =>
    new Response(`${'x'.repeat(980)}${echo(init)}`, { status: 500 }),
  'fails with the request as a property': async (_, init) => {
    throw indiscreet(init)
  },
  'fails with text': async (_, init) => {
    throw echo(init)
  },
  hangs: () => new Promise(() => {}),
}

describe('the API key is nowhere when the service', () => {
  for (const [title, fetch] of Object.entries(services))
    test(title, async () => {
      const logs: unknown[] = []
      const events: unknown[] = []
      for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
        vi.spyOn(console, level).mockImplementation((...args) => void logs.push(args))
      const client = createManagementClient({
        authUrl: 'https://auth.example.com',
        apiKey: canary,
        fetch,
        maxRetries: 0,
        timeoutMs: 50,
        onEvent: (event) => events.push(event),
      })
      const errors = await Promise.all(
        operations.map((name) =>
          invoke(client, name, samples[name].calls[0] ?? []).then(
            () => undefined,
            (error) => error,
          ),
        ),
      )
      vi.restoreAllMocks()
      expect(errors.filter(Boolean).length).toBeGreaterThan(30)
      for (const error of errors)
        for (const spelling of [canary, escapeAll(canary)]) expect(everythingOf(error)).not.toContain(spelling)
      expect(inspect(events, { depth: null })).not.toContain(canary)
      expect(inspect(client, { depth: null, showHidden: true })).not.toContain(canary)
      expect(logs).toEqual([])
    })
})

test('events name no user, no organization and no path', async () => {
  const events: unknown[] = []
  const client = createManagementClient({
    authUrl: 'https://auth.example.com',
    apiKey: canary,
    fetch: async () => new Response('{}'),
    onEvent: (event) => events.push(event),
  })
  for (const name of operations) await invoke(client, name, samples[name].calls.at(-1) ?? []).catch(() => {})
  expect(events.length).toBe(Object.keys(contract).length)
  const known =
    /^\{ operation: '\w+', method: '\w+', attempt: 1, durationMs: \d+, status: 200, retryInMs: undefined \}$/
  for (const event of events) expect(inspect(event, { breakLength: Number.POSITIVE_INFINITY })).toMatch(known)
})
