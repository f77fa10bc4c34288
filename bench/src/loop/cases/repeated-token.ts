import { verifiers } from '../../subjects/catalogue.ts'
import { type Case, takeLap } from './case.ts'

/** As many requests as one core's cache holds: a server has one at a time, fresh from the network. */
const ring = 100

export const repeatedToken: Case = {
  name: 'repeated-token',
  title: 'One token repeated',
  subjects: verifiers,
  inFlight: 1,
  freshVerifier: false,
  repeatable: true,
  warmUpLaps: 3,
  samples: ({ users }) => takeLap(users.slice(0, 1), 0, ring),
}
