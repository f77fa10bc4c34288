import { applyLoad } from './load.ts'
import { startFixedAnswers } from './start-server.ts'
import { connectionCounts, type Prepared, type Traffic, traffics } from './traffic.ts'

/** What the load generator does against a server that sends fixed bytes. */
export interface GeneratorSpeed {
  readonly connections: number
  readonly requestsPerSecond: number
  /** The share of the time that it worked; the rest of the time it waited for the server. */
  readonly busy: number
}

/** The best of some rounds: the most that is known to be possible. */
export async function measureGenerator(
  requests: readonly Prepared[],
  { rounds, ms }: { readonly rounds: number; readonly ms: number },
): Promise<GeneratorSpeed[]> {
  const server = await startFixedAnswers()
  const next = (traffics.at(-1) as Traffic).createSource(requests)
  const speeds: GeneratorSpeed[] = []
  try {
    for (const connections of connectionCounts) {
      let best: GeneratorSpeed = { connections, requestsPerSecond: 0, busy: 0 }
      for (let round = 0; round <= rounds; round++) {
        const lap = await applyLoad(server, next, { connections, ms, checksUser: false })
        const { requestsPerSecond, generatorBusy: busy } = lap
        if (requestsPerSecond > best.requestsPerSecond) best = { connections, requestsPerSecond, busy }
      }
      speeds.push(best)
    }
  } finally {
    await server.kill()
  }
  return speeds
}
