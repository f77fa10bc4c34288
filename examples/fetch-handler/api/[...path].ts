// A Vercel function for all paths below /api.
export { default } from '../src/handler.ts'
