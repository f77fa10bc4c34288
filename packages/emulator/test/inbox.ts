import type { EmulatorOptions } from '../src/index.js'
import { testEmulator } from './fixture.js'

export const ENDPOINT = 'http://localhost:3000/webhooks'

/** An emulator whose webhooks arrive in this process, without a socket. */
export function emulatorWithInbox(options: EmulatorOptions = {}) {
  const requests: Request[] = []
  let answers: (Response | Error)[] = []
  let usual = 204
  const emulator = testEmulator({
    webhooks: [{ url: ENDPOINT }],
    webhookFetch: (request) => {
      requests.push(request)
      const answer = answers.shift() ?? new Response(null, { status: usual })
      if (answer instanceof Error) throw answer
      return answer
    },
    ...options,
  })
  return {
    emulator,
    requests,
    /** Answers of the next requests, one each. */
    answer: (...next: readonly (Response | Error)[]) => void answers.push(...next),
    /** The status of all other answers. Forgets the answers that were given for single requests. */
    answerAlways(status: number): void {
      answers = []
      usual = status
    },
    /** Makes what is due, and returns the events that have arrived since the last call, sorted by type. */
    async events(): Promise<object[]> {
      await emulator.webhooks.deliverDue()
      const arrived = await Promise.all(requests.splice(0).map(async (request) => request.json()))
      return arrived.sort((a, b) => (a.event_type < b.event_type ? -1 : 1))
    },
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  }
}
