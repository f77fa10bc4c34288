import { createServer } from 'node:net'
import { listen } from 'test-kit/listen'
import { announce } from './announce.ts'

const body = JSON.stringify({ userId: 'any' })
const answer = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`)

/** The least a server can do: the same bytes for everything that arrives. */
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answer))
  socket.on('error', () => socket.destroy())
})
announce(await listen(server))
