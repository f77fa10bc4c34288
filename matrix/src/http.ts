import { once } from 'node:events'
import { Agent, request } from 'node:http'

/** What goes out on the wire, byte for byte: `fetch` would tidy up paths, and join headers that occur twice. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
}

export interface WireResponse {
  /** 0 for a server that hangs up without an answer. */
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** Sends requests to a port of this machine over connections that stay open. */
export class WireClient {
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 })

  constructor(port: number) {
    this.#port = port
  }

  async send(host: string, { method, path, headers, body: content = '' }: WireRequest): Promise<WireResponse> {
    const length = /^(GET|HEAD|OPTIONS)$/.test(method) ? [] : ['content-length', String(Buffer.byteLength(content))]
    const sent = request({
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#agent,
      method,
      path,
      headers: ['host', `${host}:${this.#port}`, ...headers.flat(), ...length],
    })
    const [response] = await once(sent.end(content), 'response').catch((error) => {
      if (error.code === 'ECONNRESET') return []
      throw error
    })
    if (!response) return { status: 0, headers: {}, body: '' }
    let body = ''
    for await (const chunk of response.setEncoding('utf8')) body += chunk
    return { status: response.statusCode, headers: response.headers, body }
  }

  close() {
    this.#agent.destroy()
  }
}
