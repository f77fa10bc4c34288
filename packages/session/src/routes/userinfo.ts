import { userinfoMaxAgeSeconds } from '../options/limits.js'
import { find } from '../session/find-session.js'
import { answerUserinfo } from './profile.js'
import type { Route } from './route.js'

export const userinfo: Route = async (app, visit) =>
  answerUserinfo(app, visit, await find(app, visit, userinfoMaxAgeSeconds))
