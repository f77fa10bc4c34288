import { verifiers } from '../../subjects/catalogue.ts'
import { type Case, takeLap } from './case.ts'

export const newToken: Case = {
  name: 'new-token',
  title: 'New token, one at a time',
  subjects: verifiers,
  inFlight: 1,
  freshVerifier: true,
  repeatable: false,
  warmUpLaps: 2,
  samples: ({ users }, lap, size) => takeLap(users, lap, size),
}
