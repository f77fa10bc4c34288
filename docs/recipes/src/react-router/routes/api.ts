import { requireUser } from '../middleware.ts'

/** A layout route: what is nested in it has a user. */
export const middleware = [requireUser]
