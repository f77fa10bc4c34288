import { createRandom } from 'test-kit/random'
import { rawNodeCrypto, rawSubtle, verifiers } from '../../subjects/catalogue.ts'
import { randomText } from '../../tokens/random-text.ts'
import type { Sample, TokenSet } from '../../tokens/token-set.ts'
import { type Case, takeLap } from './case.ts'

const refused = { inFlight: 1, freshVerifier: false, repeatable: true, warmUpLaps: 2 } as const
const libraries = verifiers.filter((subject) => !subject.isFloor)

export const expired: Case = {
  ...refused,
  name: 'expired',
  title: 'Expired token refused',
  subjects: libraries,
  samples: (tokens, lap, size) => takeLap(tokens.expired, lap, size),
}

const toRefused = (token: string): Sample => ({ token, userId: undefined })

/** A token with the signature of another one. */
function swapSignature({ users }: TokenSet, index: number): Sample {
  const [payload, signature] = [users[index], users[(index + 1) % users.length]] as [Sample, Sample]
  return toRefused(payload.token.replace(/[^.]*$/, signature.token.replace(/.*\./, '')))
}

export const badSignature: Case = {
  ...refused,
  name: 'bad-signature',
  title: 'Bad signature refused',
  subjects: [...libraries, rawSubtle, rawNodeCrypto],
  samples: (tokens, lap, size) =>
    Array.from({ length: size }, (_, index) => swapSignature(tokens, (lap * size + index) % tokens.users.length)),
}

/** What scanners and broken clients send, each as long as a token: no two alike. */
const kinds: readonly ((random: () => number, token: string) => string)[] = [
  (random) => randomText(random, 2_200),
  (random) => [100, 1_740, 342].map((length) => randomText(random, length)).join('.'),
  (random) => [100, 342, 16, 1_720, 22].map((length) => randomText(random, length)).join('.'),
  (random, token) => token.replace(/\..*\./, `.${randomText(random, 1_740)}.`),
  (random, token) => token.slice(0, -Math.ceil(random() * 1_000)),
]

export const garbage: Case = {
  ...refused,
  name: 'garbage',
  title: 'Garbage refused',
  subjects: libraries,
  samples({ users }, lap, size) {
    const random = createRandom(lap).fraction
    return takeLap(users, lap, size).map(({ token }, index) => {
      const make = kinds[index % kinds.length] as (typeof kinds)[number]
      return toRefused(make(random, token))
    })
  },
}
