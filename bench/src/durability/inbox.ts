import { setTimeout as sleep } from 'node:timers/promises'
import { startHttpServer } from 'test-kit/http-server'
import type { Acknowledged } from './acknowledged.ts'
import { type Count, toCount } from './judge.ts'

/** The app that gets the webhooks. */
export interface Inbox extends AsyncDisposable {
  readonly url: string
  /** Waits until every event of these users has come, as long as more of them arrive. */
  waitFor(acknowledged: Acknowledged): Promise<Count>
}

const pollMs = 100
const patienceMs = 20_000

export async function openInbox(): Promise<Inbox> {
  /** The ids of the messages about new users. An attempt that a kill interrupts is made again, with the same id. */
  const messages = new Map<string, Set<string>>()
  const server = await startHttpServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { event_type: type, user_id: userId } = JSON.parse(body) as Record<string, string | undefined>
    if (type === 'user.created' && userId !== undefined) {
      const ids = messages.get(userId) ?? new Set()
      messages.set(userId, ids.add(String(request.headers['svix-id'])))
    }
    response.writeHead(204).end()
  })

  const countOf = (acknowledged: Acknowledged): Count =>
    toCount(acknowledged, (userId) => messages.get(userId)?.size ?? 0)
  return {
    url: `${server.url}/webhooks`,
    async waitFor(acknowledged) {
      let count = countOf(acknowledged)
      for (let waited = 0; count.lost > 0 && waited < patienceMs; waited += pollMs) {
        await sleep(pollMs)
        const next = countOf(acknowledged)
        if (next.lost < count.lost) waited = 0
        count = next
      }
      return count
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}
