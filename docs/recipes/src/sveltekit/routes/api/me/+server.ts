import type { RequestHandler } from '@sveltejs/kit'

export const GET: RequestHandler = ({ locals }) => Response.json({ userId: locals.user?.userId })
