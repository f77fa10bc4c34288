import { verifiers } from '../../subjects/catalogue.ts'
import { type Case, takeLap } from './case.ts'

/** As many requests as a core's cache holds: those of a server come fresh from the network, too. */
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
