import { statusOf } from '../http/answer.ts'
import { Connection } from '../http/connection.ts'
import { processorTimeOf } from '../runtimes/process-usage.ts'
import type { ServerProcess } from '../runtimes/server-process.ts'
import type { NextRequest, Prepared } from './traffic.ts'

/** One server under load for a while. */
export interface Lap {
  readonly requestsPerSecond: number
  /** Microseconds that all threads of the server's process worked for a request. */
  readonly cpuMicros: number | undefined
  /** The share of the time that the load generator worked on its processor core. */
  readonly generatorBusy: number
}

export interface Load {
  readonly connections: number
  readonly ms: number
  /** Whether the answers must name the user of the request. */
  readonly checksUser: boolean
}

const answerMs = 10_000

function faultOf(answer: Buffer, bodyStart: number, { userId }: Prepared, checksUser: boolean): string | undefined {
  if (statusOf(answer) !== 200) return `an answer that is not 200: ${answer.toString('latin1')}`
  if (checksUser && !answer.includes(userId, bodyStart, 'latin1'))
    return `an answer that does not name ${userId}: ${answer.toString('latin1')}`
  return undefined
}

/** Keeps one request in flight on every connection until `stop`. */
class Generator {
  answers = 0
  readonly #connections: readonly Connection[]
  readonly #next: NextRequest
  readonly #checksUser: boolean
  #isStopped = false

  constructor(connections: readonly Connection[], next: NextRequest, checksUser: boolean) {
    this.#connections = connections
    this.#next = next
    this.#checksUser = checksUser
  }

  /** Settles when the last answers have come after `stop`. Anything but a right answer is an error. */
  async run(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => this.#runOne(connection)))
  }

  stop() {
    this.#isStopped = true
  }

  #runOne(connection: Connection): Promise<void> {
    return new Promise((resolve, reject) => {
      let request: Prepared
      const send = () => {
        request = this.#next()
        connection.send(request.bytes)
      }
      connection.onClose = (reason) => reject(new Error(`a connection ended: ${reason}`))
      connection.onAnswer = (answer, bodyStart) => {
        const fault = faultOf(answer, bodyStart, request, this.#checksUser)
        if (fault) return reject(new Error(fault))
        if (this.#isStopped) return resolve()
        this.answers++
        send()
      }
      send()
    })
  }
}

const timeOut = (ms: number) =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${answerMs / 1_000} s`)), ms).unref()
  })

/** Counts the answers of a time span, and the processor time of the server within it. */
async function count(generator: Generator, { pid }: ServerProcess, ms: number): Promise<Lap> {
  const cpuBefore = processorTimeOf(pid)
  const generatorBefore = process.cpuUsage()
  const startedAt = performance.now()
  const finished = generator.run()
  // A failure shows at `await finished`, or earlier in the race.
  await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, ms))])
  generator.stop()
  const elapsed = performance.now() - startedAt
  const { answers } = generator
  const cpuAfter = processorTimeOf(pid)
  const { user, system } = process.cpuUsage(generatorBefore)
  await Promise.race([finished, timeOut(answerMs)])
  const cpuMicros =
    cpuBefore === undefined || cpuAfter === undefined ? undefined : ((cpuAfter - cpuBefore) * 1_000) / answers
  return {
    requestsPerSecond: (answers * 1_000) / elapsed,
    cpuMicros,
    generatorBusy: (user + system) / 1_000 / elapsed,
  }
}

/** Puts a server under load over keep-alive connections of its own. */
export async function applyLoad(server: ServerProcess, next: NextRequest, load: Load): Promise<Lap> {
  const connections = await Promise.all(Array.from({ length: load.connections }, () => Connection.open(server.port)))
  try {
    return await count(new Generator(connections, next, load.checksUser), server, load.ms)
  } finally {
    for (const connection of connections) connection.close()
  }
}
