/** Marks a response inside the emulator that must not reach the client. */
const HEADER = 'X-Emulator-Connection-Lost'

/** Stands for a connection that breaks before an answer. */
export const lostResponse = (): Response => new Response(null, { status: 503, headers: { [HEADER]: '1' } })

export const isLost = (response: Response): boolean => response.headers.has(HEADER)

/** What the global `fetch` of Node throws when the server closes the connection. */
class ConnectionLost extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) })
  }
}

/** @throws {TypeError} as the global `fetch`, for a lost connection */
export function deliver(response: Response): Response {
  if (isLost(response)) throw new ConnectionLost()
  return response
}

export const isConnectionLost = (error: unknown): boolean => error instanceof ConnectionLost
