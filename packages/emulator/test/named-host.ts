import { request } from 'node:http'

/**
 * A `fetch` that resolves every host name to this machine, as the network of docker compose resolves container names.
 * It uses a real socket and sends the name in the Host header.
 */
export async function fetchByName(input: Request | URL | string, init?: RequestInit): Promise<Response> {
  const asked = new Request(input, init)
  const body = Buffer.from(await asked.arrayBuffer())
  const { method } = asked
  const headers = Object.fromEntries(asked.headers)
  return new Promise((resolve, reject) => {
    const outgoing = request(asked.url, { method, headers, lookup: toThisMachine }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve(toResponse(incoming.statusCode ?? 0, incoming.rawHeaders, Buffer.concat(chunks))),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

type Lookup = NonNullable<Parameters<typeof request>[1]> extends { lookup?: infer Function } ? Function : never

const toThisMachine: Lookup = (_, { all }, found) =>
  all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)

function toResponse(status: number, rawHeaders: readonly string[], body: Buffer<ArrayBuffer>): Response {
  const headers = new Headers()
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '')
  return new Response([204, 304].includes(status) ? null : body, { status, headers })
}
