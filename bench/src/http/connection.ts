import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type AnswerShape, toAnswerShape } from './answer.ts'

/** A complete answer; the bytes are overwritten by the next one. */
export type OnAnswer = (answer: Buffer, bodyStart: number) => void

const bufferBytes = 64 * 1024

/**
 * A keep-alive connection to a server on loopback, one request at a time. It works on bytes, so that the load generator
 * costs less than the servers it measures: an answer that has the form of the last one is not parsed again.
 */
export class Connection {
  onAnswer: OnAnswer = () => {}
  /** Called once, unless this side has closed the connection. */
  onClose: (reason: string) => void = () => {}
  readonly #socket: Socket
  #pending: Buffer | undefined
  #shape: AnswerShape | undefined

  private constructor(port: number) {
    const callback = (length: number, buffer: Uint8Array) => {
      this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, length))
      return true
    }
    this.#socket = connect({ port, host: '127.0.0.1', onread: { buffer: Buffer.alloc(bufferBytes), callback } })
    this.#socket.setNoDelay(true)
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port)
    await once(connection.#socket, 'connect')
    let reason = 'closed by the server'
    connection.#socket.on('error', (error) => {
      reason = error.message
    })
    connection.#socket.on('close', () => connection.onClose(reason))
    return connection
  }

  /** Part of an answer has come. */
  get isMidAnswer(): boolean {
    return this.#pending !== undefined
  }

  send(request: Buffer) {
    this.#socket.write(request)
  }

  close() {
    this.onClose = () => {}
    this.#socket.destroy()
  }

  /** Closes with RST, as a client does that has crashed. */
  reset() {
    this.onClose = () => {}
    this.#socket.resetAndDestroy()
  }

  #read(chunk: Buffer) {
    try {
      this.#take(chunk)
    } catch (error) {
      this.#socket.destroy(error as Error)
    }
  }

  #take(chunk: Buffer) {
    if (this.#pending) this.#readAll(Buffer.concat([this.#pending, chunk]))
    else if (this.#isLikeTheLast(chunk)) this.onAnswer(chunk, this.#shape?.bodyStart ?? 0)
    else this.#readAll(Buffer.from(chunk))
  }

  #isLikeTheLast(chunk: Buffer): boolean {
    return chunk.length === this.#shape?.length && chunk.indexOf('\r\n\r\n') + 4 === this.#shape.bodyStart
  }

  #readAll(bytes: Buffer) {
    const shape = toAnswerShape(bytes)
    if (!shape) {
      this.#pending = bytes
      return
    }
    if (shape.length !== bytes.length) throw new Error('more bytes than one answer')
    this.#pending = undefined
    this.#shape = shape
    this.onAnswer(bytes, shape.bodyStart)
  }
}
