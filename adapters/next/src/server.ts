export { createServerAuth, type ServerAuth, type ServerAuthOptions } from './server-auth.js'
