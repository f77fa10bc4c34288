import { userinfoMaxAgeSeconds } from '../options/limits.js'
import { answerUserinfo } from './profile.js'
import type { Route, RouteParts } from './route.js'

export const createUserinfo =
  (parts: RouteParts): Route =>
  async (_, visit) =>
    answerUserinfo(parts, await parts.finder.find(visit, userinfoMaxAgeSeconds), visit)
