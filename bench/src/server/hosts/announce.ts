import process from 'node:process'

/** Tells the parent where the server is; the process id, since Deno's command starts another process. */
export const announce = (port: number) => console.log(JSON.stringify({ port, pid: process.pid }))
