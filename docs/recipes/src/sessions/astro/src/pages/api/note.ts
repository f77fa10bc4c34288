import type { APIRoute } from 'astro'

export const POST: APIRoute = ({ locals }) => Response.json({ by: locals.user?.email })
