import { findSession } from '../session/find-session.js'
import { answerUserinfo } from './profile.js'
import type { Route } from './route.js'

/** A token of a session that was ended elsewhere is valid for half an hour. The client asks every few minutes at most. */
const maxAgeSeconds = 60

export const userinfo: Route = async (request, context, parts) =>
  answerUserinfo(await findSession(parts, request, context, maxAgeSeconds), context, parts)
