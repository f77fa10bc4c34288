import { honoSubjects, honoWithoutAuth } from '../../subjects/hono-app.ts'
import type { Case } from './case.ts'
import { newToken } from './new-token.ts'
import { repeatedToken } from './repeated-token.ts'

const inHono = { subjects: honoSubjects, baseline: honoWithoutAuth }

export const honoRepeated: Case = {
  ...repeatedToken,
  ...inHono,
  name: 'hono-repeated',
  title: 'Overhead in a Hono app, one token repeated',
}

export const honoNew: Case = {
  ...newToken,
  ...inHono,
  name: 'hono-new',
  title: 'Overhead in a Hono app, new token',
}
