/** Writes to the standard output. Returns the exit code of success. */
export function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

/** Writes lines in which users of the app have chosen parts of the text. */
export const printLines = (lines: readonly string[]): 0 => print(`${printable(lines.join('\n'))}\n`)

export const printJson = (value: unknown): 0 => print(`${JSON.stringify(value, null, 2)}\n`)

/** Control characters could change the terminal. */
const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n]/gu, '\ufffd')

/** Writes to the standard error, with the name of the program. */
export function warn(text: string): void {
  process.stderr.write(`propelauth-emulator: ${text}\n`)
}
