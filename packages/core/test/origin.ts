import type { Fetch } from '../src/keys/fetch-jwks.js'

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>

/** A key server that records its requests and whose answer a test can change. */
export interface Origin {
  readonly fetch: Fetch
  /** The addresses asked for, in order. */
  readonly asked: string[]
  readonly inits: RequestInit[]
  answer: Answer
}

export function createOrigin(answer: Answer): Origin {
  const origin: Origin = {
    asked: [],
    inits: [],
    answer,
    async fetch(url, init) {
      origin.asked.push(url)
      origin.inits.push(init)
      return origin.answer(url, init)
    },
  }
  return origin
}

/** What a key server can do wrong without a delay. */
export const badAnswers: Readonly<Record<string, Answer>> = {
  'no connection': () => Promise.reject(new TypeError('fetch failed')),
  'status 500': () => new Response('{"keys":[]}', { status: 500 }),
  'status 404': () => new Response('not found', { status: 404 }),
  'status 204': () => new Response(null, { status: 204 }),
  'status 203 with a good body': () => Response.json({ keys: [] }, { status: 203 }),
  'a redirect': () => new Response(null, { status: 302, headers: { location: 'https://evil.example/jwks.json' } }),
  'a page of HTML': () => new Response('<!doctype html><p>Sign in', { headers: { 'content-type': 'text/html' } }),
  nothing: () => new Response(''),
  'half of the JSON': () => new Response('{"keys":[{"kty":"RS'),
  'JSON of another form': () => Response.json({ jwks: [] }),
  'a list': () => Response.json([]),
  null: () => Response.json(null),
  'an empty set': () => Response.json({ keys: [] }),
  'a set without a usable key': () => Response.json({ keys: [{ kty: 'EC', crv: 'P-256' }, null, 7] }),
  'no UTF-8': () => new Response(new Uint8Array([0x7b, 0xff, 0x7d])),
  'a body that breaks off': () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"keys":'))
          controller.error(new TypeError('connection reset'))
        },
      }),
    ),
}
