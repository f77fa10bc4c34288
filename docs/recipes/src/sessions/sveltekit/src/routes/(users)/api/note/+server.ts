import type { RequestHandler } from './$types'

export const POST: RequestHandler = ({ locals }) => Response.json({ by: locals.user?.email })
