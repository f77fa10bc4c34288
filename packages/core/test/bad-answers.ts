/** What the key server does with a request. `ok` is the only good answer. */
export const originFaults = [
  'ok',
  'refused',
  'hang',
  'slow',
  'trickle',
  'status 500',
  'status 404',
  'redirect',
  'html',
  'garbage',
  'empty set',
  'unusable keys',
  'too large',
] as const
export type OriginFault = (typeof originFaults)[number]

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))

/** A body without end, a byte at a time. */
const trickle = () =>
  new ReadableStream<Uint8Array>({
    async pull(controller) {
      await sleep(200)
      controller.enqueue(new Uint8Array([0x20]))
    },
  })

/** As bytes: a text of this size would be encoded for each answer. */
const tooLarge = new TextEncoder().encode(`{"keys":[],"filling":"${'x'.repeat(1_100_000)}"}`)

export async function badAnswer(fault: Exclude<OriginFault, 'ok'>, signal: AbortSignal | undefined): Promise<Response> {
  switch (fault) {
    case 'refused':
      throw new TypeError('fetch failed')
    case 'hang':
      return aborted(signal)
    case 'slow':
      return Promise.race([sleep(5_000).then(() => Response.json({ keys: [] })), aborted(signal)])
    case 'trickle':
      return new Response(trickle())
    case 'status 500':
      return new Response('oops', { status: 500 })
    case 'status 404':
      return new Response(null, { status: 404 })
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: 'https://evil.example.com/jwks.json' } })
    case 'html':
      return new Response('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } })
    case 'garbage':
      return new Response('{"keys":[')
    case 'empty set':
      return Response.json({ keys: [] })
    case 'unusable keys':
      return Response.json({
        keys: [
          { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'key-0' },
          { kty: 'oct', k: 'c2VjcmV0' },
        ],
      })
    case 'too large':
      return new Response(tooLarge)
  }
}
