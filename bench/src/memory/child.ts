import { badSignature, expired, garbage } from '../loop/cases/refused.ts'
import { verifiers } from '../subjects/catalogue.ts'
import { ours } from '../subjects/propelauth-edge.ts'
import type { Subject } from '../subjects/subject.ts'
import { loadTokens } from '../tokens/load-tokens.ts'
import { toRequest } from '../tokens/to-request.ts'
import type { Sample } from '../tokens/token-set.ts'
import { keptUnderFlood } from './flood.ts'
import { heapBytes } from './heap-bytes.ts'
import type { Memory } from './measure-memory.ts'

const tokens = await loadTokens()
const subject = verifiers.find(({ name }) => name === process.argv[2]) as Subject

/** Bytes that stay for each token. The first ones are not counted: code gets compiled, maps get room. */
async function keptPerToken(samples: readonly Sample[]): Promise<number> {
  const verifier = await subject.createVerifier(tokens)
  const verifyAll = async (some: readonly Sample[]) => {
    for (const sample of some)
      if ((await verifier.verify(toRequest(sample))) !== sample.userId) throw new Error('another answer than expected')
  }
  await verifyAll(samples.slice(0, 100))
  const before = await heapBytes()
  await verifyAll(samples.slice(100))
  const after = await heapBytes()
  // One more use, so that the verifier and all it holds outlive the look at the heap.
  await verifyAll(samples.slice(-1))
  return (after - before) / (samples.length - 100)
}

/** As many as every one of them remembers. */
const remembered = tokens.users.slice(0, 800)

const memory: Memory = {
  subject: subject.name,
  tokenBytes: remembered.reduce((sum, { token }) => sum + token.length, 0) / remembered.length,
  perRemembered: await keptPerToken(remembered),
  perExpired: await keptPerToken(expired.samples(tokens, 0, 1_000)),
  perBadSignature: await keptPerToken(badSignature.samples(tokens, 0, 1_000)),
  perGarbage: await keptPerToken(garbage.samples(tokens, 0, 1_000)),
  ...(subject.name === ours && { underFlood: await keptUnderFlood(subject, tokens) }),
}
console.log(JSON.stringify(memory))
