export type {
  CookieOptions,
  LoginUrlOptions,
  RequestContext,
  Session,
  SessionEvent,
  SessionOptions,
  UserSession,
} from '@propelauth-edge/session'
export { createSessions, type NextSessions } from './session-instance.js'
