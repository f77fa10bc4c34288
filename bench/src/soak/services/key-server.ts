import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from 'test-kit/listen'
import { processHeader } from '../server/process-header.ts'
import type { KeyRing } from './key-ring.ts'

export type OriginPhase = 'ok' | 'slow' | '500' | 'hang' | 'trickle' | 'html' | 'empty' | 'redirect' | 'reset' | 'down'

/** A request for the keys, the process it came from, and its outcome. */
export interface Fetch {
  readonly by: string
  readonly at: number
  /** A complete answer with the published keys went out. */
  isGood: boolean
  /** The process gave up before an answer and before its time-out. */
  isCutOff: boolean
  /** The server broke the connection before an answer. */
  readonly isBroken: boolean
}

export interface KeyServer {
  readonly authUrl: string
  readonly fetches: readonly Fetch[]
  phase(): OriginPhase
  /** Since when every request gets a good answer at once; nothing in any phase but `ok`. */
  healthySince(): number | undefined
  enter(phase: OriginPhase): Promise<void>
  close(): void
}

const slowMs = 1_500
const trickleMs = 100
const clientTimeoutMs = 2_900

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** Wherever a wrong answer can hold keys, they are keys that must not be used. */
const behaviours = (keys: () => KeyRing): Record<OriginPhase, Behaviour> => ({
  ok: (response) => json(response, 200, keys().toSet()),
  slow: (response) => setTimeout(() => json(response, 200, keys().toSet()), slowMs),
  '500': (response) => json(response, 500, keys().toForgedSet()),
  hang: () => {},
  trickle(response) {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), trickleMs)
    response.on('close', () => clearInterval(timer))
  },
  html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Hi</title>'),
  empty: (response) => json(response, 200, { keys: [] }),
  redirect: (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
  reset: (_response, request) => request.socket.resetAndDestroy(),
  down: (_response, request) => request.socket.destroy(),
})

/** The origin of the keys, on loopback, in the phase that the schedule says. */
export async function startKeyServer(keys: () => KeyRing, now: () => number): Promise<KeyServer> {
  const fetches: Fetch[] = []
  const behaviour = behaviours(keys)
  let phase: OriginPhase = 'ok'
  let healthySince: number | undefined = now()
  const server = createServer((request, response) => {
    if (request.url !== '/.well-known/jwks.json') return json(response, 200, keys().toForgedSet())
    const isBroken = phase === 'reset' || phase === 'down'
    const fetch = { by: String(request.headers[processHeader]), at: now(), isGood: false, isCutOff: false, isBroken }
    fetches.push(fetch)
    const wouldBeGood = phase === 'ok' || phase === 'slow'
    const timeoutMs = phase === 'slow' || phase === 'hang' || phase === 'trickle' ? clientTimeoutMs : 0
    response.on('close', () => {
      fetch.isGood = wouldBeGood && response.writableFinished
      fetch.isCutOff = !response.writableFinished && now() - fetch.at < timeoutMs
    })
    behaviour[phase](response, request)
  })
  const port = await listen(server)

  return {
    authUrl: `http://127.0.0.1:${port}`,
    fetches,
    phase: () => phase,
    healthySince: () => healthySince,
    async enter(next) {
      const before = phase
      phase = next
      if (next !== 'ok') healthySince = undefined
      if (next === 'down' && before !== 'down') {
        server.close()
        server.closeAllConnections()
      }
      if (next !== 'down' && before === 'down') await listen(server, { port })
      if (next === 'ok') healthySince ??= now()
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
