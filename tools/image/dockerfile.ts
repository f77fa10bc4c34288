/** A line of a Dockerfile, such as `USER node`. */
export interface Instruction {
  readonly name: string
  readonly text: string
}

/** Reads the instructions of a Dockerfile. Comments are left out, and lines that `\` continues are one. */
export const readDockerfile = (source: string): readonly Instruction[] =>
  source
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', text = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
      return { name, text }
    })

/** `["node", "dist/cli.js"]` */
export const readWords = (text: string): readonly string[] => JSON.parse(text)

/** `PORT=4460 DATA=/data` */
export const readVariables = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
