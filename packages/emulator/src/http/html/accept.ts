import type { Context } from 'hono'

/** Whether the client is a browser that opens a page. Tools that accept anything get JSON. */
export const wantsPage = (c: Context): boolean => c.req.header('Accept')?.includes('text/html') ?? false
