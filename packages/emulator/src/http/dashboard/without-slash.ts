import type { MiddlewareHandler } from 'hono'

/** Leads from an address with a slash at its end to the page, which has none. */
export const withoutSlash: MiddlewareHandler = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  if (c.req.method === 'GET' && pathname.endsWith('/')) return c.redirect(pathname.replace(/\/+$/, '') + search, 308)
  return next()
}
