/** `hono.ts` bundled with the oldest Hono that is supported (build.ts). */
declare module 'virtual:hono-oldest' {
  export { createHonoApp } from './hono.ts'
}
