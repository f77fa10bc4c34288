import process from 'node:process'

/** Prints the port and the process id for the parent. Deno's command starts another process, so the parent cannot know the id. */
export const announce = (port: number) => console.log(JSON.stringify({ port, pid: process.pid }))
