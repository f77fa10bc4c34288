import { propelAuthEdge } from '../../subjects/propelauth-edge.ts'
import { sessionInCookies } from '../../subjects/session.ts'
import type { Case } from './case.ts'
import { newToken } from './new-token.ts'
import { repeatedToken } from './repeated-token.ts'

const subjects = [propelAuthEdge, sessionInCookies]

export const sessionRepeated: Case = {
  ...repeatedToken,
  subjects,
  name: 'session-repeated',
  title: 'A valid session beside a guard of the header, one token repeated',
}

export const sessionNew: Case = {
  ...newToken,
  subjects,
  name: 'session-new',
  title: 'A valid session beside a guard of the header, new token',
}
