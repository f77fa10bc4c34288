import type { Case } from './case.ts'
import { honoNew, honoRepeated } from './hono-app.ts'
import { inFlight, inFlightCpu } from './in-flight.ts'
import { newToken } from './new-token.ts'
import { badSignature, expired, garbage } from './refused.ts'
import { repeatedToken } from './repeated-token.ts'
import { sessionNew, sessionRepeated } from './session.ts'
import { zipf } from './zipf.ts'

export const cases: readonly Case[] = [
  newToken,
  inFlight,
  inFlightCpu,
  repeatedToken,
  zipf,
  expired,
  badSignature,
  garbage,
  honoRepeated,
  honoNew,
  sessionRepeated,
  sessionNew,
]
