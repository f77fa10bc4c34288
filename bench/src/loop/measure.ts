import { toRoundOrder } from '../round-order.ts'
import type { Subject, Verifier } from '../subjects/subject.ts'
import { toRequest } from '../tokens/to-request.ts'
import type { Sample, TokenSet } from '../tokens/token-set.ts'
import type { Case } from './cases/case.ts'

/** Milliseconds. A runtime whose own clock stands still asks another process. */
export type Clock = () => number | Promise<number>

export interface Settings {
  readonly clock: Clock
  readonly rounds: number
  /** Requests in a lap, where the case does not say. */
  readonly lapSize: number
  /** A lap that may be repeated lasts at least this long. */
  readonly minimumMs: number
}

/** Microseconds for a request, in each round. */
export interface Measurement {
  readonly subject: string
  readonly micros: readonly number[]
}

async function verifyAll({ verify }: Verifier, requests: readonly Request[], inFlight: number) {
  const found = new Array<string | undefined>(requests.length)
  let next = 0
  const work = async () => {
    for (let index = next++; index < requests.length; index = next++) {
      found[index] = await verify(requests[index] as Request)
    }
  }
  if (inFlight === 1) await work()
  else await Promise.all(Array.from({ length: inFlight }, work))
  return found
}

function checkFound(subject: Subject, samples: readonly Sample[], found: readonly (string | undefined)[]) {
  const wrong = samples.findIndex(({ userId }, index) =>
    subject.isFloor ? (userId === undefined) !== (found[index] === undefined) : userId !== found[index],
  )
  if (wrong !== -1)
    throw new Error(`${subject.name}: found ${found[wrong]}, expected ${samples[wrong]?.userId} (request ${wrong})`)
}

/** Runs laps of one subject. */
class Runner {
  readonly subject: Subject
  readonly #case: Case
  readonly #tokens: TokenSet
  readonly #settings: Settings
  #verifier: Verifier | undefined
  #walks = 1

  constructor(subject: Subject, measured: Case, tokens: TokenSet, settings: Settings) {
    this.subject = subject
    this.#case = measured
    this.#tokens = tokens
    this.#settings = settings
  }

  async #getVerifier(): Promise<Verifier> {
    if (this.#verifier && !this.#case.freshVerifier) return this.#verifier
    this.#verifier = await this.subject.createVerifier(this.#tokens)
    // Keys are imported at the first token; that is a matter of the cold start, not of this.
    const first = toRequest(this.#tokens.users.at(-1) as Sample)
    this.#verifier.prepare?.(first)
    await this.#verifier.verify(first)
    return this.#verifier
  }

  /** Microseconds for a request. */
  async run(lap: number): Promise<number> {
    const { clock, lapSize, minimumMs } = this.#settings
    const samples = this.#case.samples(this.#tokens, lap, lapSize)
    const verifier = await this.#getVerifier()
    const requests = samples.map(toRequest)
    for (const request of requests) verifier.prepare?.(request)
    const startedAt = await clock()
    let found: readonly (string | undefined)[] = []
    for (let walk = 0; walk < this.#walks; walk++) found = await verifyAll(verifier, requests, this.#case.inFlight)
    const elapsed = (await clock()) - startedAt
    checkFound(this.subject, samples, found)
    const micros = (elapsed * 1_000) / (samples.length * this.#walks)
    if (this.#case.repeatable) this.#walks = Math.ceil((minimumMs * this.#walks) / Math.max(elapsed, 0.01))
    return micros
  }
}

/** All subjects in one process, lap by lap in an order that changes, so that a disturbance affects them all. */
export async function measure(
  measured: Case,
  subjects: readonly Subject[],
  tokens: TokenSet,
  settings: Settings,
): Promise<Measurement[]> {
  const runners = subjects.map((subject) => new Runner(subject, measured, tokens, settings))
  const micros = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  for (let lap = 0; lap < measured.warmUpLaps + settings.rounds; lap++) {
    for (const runner of toRoundOrder(runners, lap)) {
      const taken = await runner.run(lap)
      if (lap >= measured.warmUpLaps) micros.get(runner.subject.name)?.push(taken)
    }
  }
  return [...micros].map(([subject, taken]) => ({ subject, micros: taken }))
}
