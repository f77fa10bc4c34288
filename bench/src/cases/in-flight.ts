import type { Case } from './case.ts'
import { newToken } from './new-token.ts'

export const inFlight: Case = { ...newToken, name: 'in-flight', title: 'New token, 64 in flight', inFlight: 64 }
