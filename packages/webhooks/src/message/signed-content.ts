import { WebhookError } from '../errors/webhook-error.js'
import type { Bytes } from './base64.js'

/**
 * The prefix, which is ASCII, and the body behind it, byte for byte as it came. The buffer grows by doubling: a body may
 * come in many small chunks.
 * @throws {WebhookError} `body_too_large` at the first byte beyond the limit; the rest of the body is cancelled
 */
export async function readSignedContent(
  prefix: string,
  body: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  maxBodyBytes: number,
): Promise<Bytes> {
  let content: Bytes = new TextEncoder().encode(prefix)
  let size = content.length
  const limit = size + maxBodyBytes
  for await (const chunk of body) {
    const end = size + chunk.length
    if (end > limit) throw new WebhookError('body_too_large', `The body is longer than ${maxBodyBytes} bytes`)
    if (end > content.length) {
      const grown = new Uint8Array(2 * end)
      grown.set(content)
      content = grown
    }
    content.set(chunk, size)
    size = end
  }
  return content.subarray(0, size)
}
