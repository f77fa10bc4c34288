export { proxy } from './proxies'

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|unmatched).*)'] }
