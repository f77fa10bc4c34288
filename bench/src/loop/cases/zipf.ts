import { createRandom } from 'test-kit/random'
import { verifiers } from '../../subjects/catalogue.ts'
import { type Sample, userCount } from '../../tokens/token-set.ts'
import { createZipf } from '../../tokens/zipf.ts'
import type { Case } from './case.ts'

export const zipf: Case = {
  name: 'zipf',
  title: 'Zipf mix of 10,000 users, steady state',
  subjects: verifiers,
  inFlight: 1,
  freshVerifier: false,
  repeatable: false,
  warmUpLaps: 10,
  samples({ users }, lap, size) {
    const next = createZipf(userCount, createRandom(lap).fraction)
    return Array.from({ length: size }, () => users[next()] as Sample)
  },
}
