/** Marks a response inside the emulator that must not reach the client. */
const HEADER = 'X-Emulator-Connection-Lost'

/** How a connection ends before an answer: it is closed, or reset. */
export type Loss = 'away' | 'reset'

/** Stands for a connection that breaks before an answer. */
export const lostResponse = (loss: Loss): Response => new Response(null, { status: 503, headers: { [HEADER]: loss } })

export const isLost = (response: Response): boolean => response.headers.has(HEADER)

/** What the global `fetch` of Node throws when the server closes or resets the connection. */
export class ConnectionLost extends TypeError {
  // The errors of `fetch` have no further properties.
  readonly #loss: Loss

  constructor(loss: Loss) {
    super('fetch failed', { cause: causeOf(loss) })
    this.#loss = loss
  }

  get loss(): Loss {
    return this.#loss
  }
}

const causeOf = (loss: Loss): Error =>
  loss === 'reset'
    ? Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })
    : Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })

/** @throws {TypeError} as the global `fetch`, for a lost connection */
export function deliver(response: Response): Response {
  const loss = response.headers.get(HEADER)
  if (loss !== null) throw new ConnectionLost(loss as Loss)
  return response
}
