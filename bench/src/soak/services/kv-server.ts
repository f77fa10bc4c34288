import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from 'test-kit/listen'
import type { KeyRing } from './key-ring.ts'

export type KvPhase = 'ok' | 'error' | 'hang' | 'slow' | 'late' | 'garbage' | 'foreign' | 'stale' | 'miss'

/** The store that the processes share, behind HTTP as KV is. */
export interface KvServer {
  readonly url: string
  readonly operations: { gets: number; puts: number }
  phase(): KvPhase
  enter(phase: KvPhase): void
  /** Whether a key is in what is stored, in whatever form. */
  holds(modulus: string): boolean
  close(): void
}

/** `slow` is within the second that core grants, `late` is not. */
const delays: Partial<Record<KvPhase, number>> = { slow: 600, late: 1_500 }
/** A store that hangs closes the socket after this, so that sockets do not pile up. */
const hangMs = 20_000

const garbage = ['<html>', '{"keys":7}', 'null', '[]', '{"issuer":1,"keys":[{}],"fetchedAt":"now"}']

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

const reply = (response: ServerResponse, status: number, body = '') =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)

interface Store {
  read(phase: KvPhase, place: number): string | undefined
  write(entry: string): void
  holds(modulus: string): boolean
}

/** What is stored, and what is read instead while the store is out of order. */
function createStore(keys: () => KeyRing): Store {
  let stored: string | undefined
  let oldest: string | undefined

  /** An entry of another project, made up so that it would admit forged tokens. */
  const foreignEntry = () =>
    JSON.stringify({ ...keys().toForgedSet(), issuer: 'https://other.example.com', fetchedAt: Date.now() })

  return {
    read(phase, place) {
      if (phase === 'garbage') return garbage[place % garbage.length]
      if (phase === 'foreign') return foreignEntry()
      if (phase === 'stale') return oldest
      return phase === 'miss' ? undefined : stored
    },
    write(entry) {
      stored = entry
      oldest ??= entry
    },
    holds: (modulus) => stored?.includes(modulus) ?? false,
  }
}

export async function startKvServer(keys: () => KeyRing): Promise<KvServer> {
  const operations = { gets: 0, puts: 0 }
  const store = createStore(keys)
  let phase: KvPhase = 'ok'

  function answer(method: string | undefined, body: string, response: ServerResponse) {
    if (phase === 'error') return reply(response, 500, 'out of order')
    if (method === 'PUT') {
      store.write(body)
      return reply(response, 204)
    }
    const entry = store.read(phase, operations.gets)
    return entry === undefined ? reply(response, 404) : reply(response, 200, entry)
  }

  const server = createServer(async (request, response) => {
    operations[request.method === 'PUT' ? 'puts' : 'gets']++
    const timer = setTimeout(() => request.socket.destroy(), hangMs)
    response.on('close', () => clearTimeout(timer))
    try {
      const body = await readBody(request)
      if (phase === 'hang') return
      setTimeout(() => answer(request.method, body, response), delays[phase] ?? 0)
    } catch {
      // The client has gone before the end of its request.
    }
  })
  const port = await listen(server)

  return {
    url: `http://127.0.0.1:${port}`,
    operations,
    phase: () => phase,
    enter(next) {
      phase = next
    },
    holds: store.holds,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
