/**
 * Counts the characters that work hands to patterns, the JSON parser and the decoder of text: what takes time in
 * proportion to its input, or worse. The count says how much work there was, on a machine of any speed.
 */
export async function countInspected(work: () => Promise<unknown>): Promise<number> {
  let inspected = 0
  const { parse } = JSON
  const { exec } = RegExp.prototype
  const { decode } = TextDecoder.prototype
  JSON.parse = (text, reviver) => {
    inspected += text.length
    return parse(text, reviver)
  }
  RegExp.prototype.exec = function (text) {
    const start = this.sticky ? this.lastIndex : 0
    const found = exec.call(this, text)
    // A sticky pattern looks at no more than what it matches, and the character after it.
    inspected += this.sticky ? Math.max(this.lastIndex - start, 0) + 1 : text.length
    return found
  }
  TextDecoder.prototype.decode = function (input, options) {
    inspected += input?.byteLength ?? 0
    return decode.call(this, input, options)
  }
  try {
    await work()
  } finally {
    JSON.parse = parse
    RegExp.prototype.exec = exec
    TextDecoder.prototype.decode = decode
  }
  return inspected
}
