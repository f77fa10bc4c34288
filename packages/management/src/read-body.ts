/**
 * The text of a body, up to a limit in bytes. What is beyond it is not waited for.
 * @returns `undefined` beyond the limit if `beyond` is `refuse`
 */
export async function readBody(
  response: Response,
  limit: number,
  beyond: 'cut' | 'refuse',
): Promise<string | undefined> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    text += decoder.decode(value.subarray(0, value.byteLength - Math.max(0, size - limit)), { stream: true })
    if (size <= limit) continue
    // The connection is of no use any more; that it ends badly is nobody's business.
    reader.cancel().catch(() => {})
    return beyond === 'cut' ? text : undefined
  }
}
