// Refreshes the session, for the browser and for the page or route of the same request.
export { proxy } from './auth'

export const config = { matcher: ['/((?!_next/static|_next/image|icon.svg).*)'] }
