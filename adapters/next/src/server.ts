export { createServerAuth, type ServerAuth, type ServerAuthOptions } from './server-auth.js'
export { uncachedFetch } from './server-fetch.js'
