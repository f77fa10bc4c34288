import { requireUser } from '../middleware.ts'

/** A layout route: its nested routes have a user. */
export const middleware = [requireUser]
