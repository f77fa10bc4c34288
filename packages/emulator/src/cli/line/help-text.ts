import type { Command } from './command.js'
import type { Flag } from './flags.js'

export const PROGRAM = 'propelauth-emulator'

/** The width of names in lists. A longer one has its text on the next line. */
const WIDTH = 22

/** The help text of a command. */
export function commandHelp(summary: string, { usage, flags, details, examples }: Command): string {
  const names = Object.entries(flags)
  return [
    ...usage.map((line, index) => `${index === 0 ? 'Usage:' : '      '} ${PROGRAM} ${line}`),
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(details === undefined ? [] : wrapped(details, 100)),
    ...(names.length === 0
      ? []
      : ['', ...names.flatMap(([name, flag]) => entry(flagLabel(name, flag), flagText(flag)))]),
    '',
    examples.length === 1 ? 'Example:' : 'Examples:',
    ...examples.flatMap(([line, what]) => [`  ${PROGRAM} ${line}`, `      ${what}`]),
    '',
  ].join('\n')
}

const flagLabel = (name: string, { value }: Flag): string => `--${name}${value === undefined ? '' : ` ${value}`}`

function flagText({ type, meaning, fallback, otherwise, variables = [] }: Flag): string {
  const notes = [
    ...(type === 'list' ? ['repeatable'] : []),
    ...(fallback === undefined ? [] : [`default ${fallback}`]),
    ...(otherwise === undefined ? [] : [`default: ${otherwise}`]),
    ...variables,
  ]
  return notes.length === 0 ? meaning : `${meaning} (${notes.join('; ')})`
}

/** Lines of a list: a name, and what it means. */
export function entry(name: string, text: string): readonly string[] {
  const label = `  ${name}`
  const lines = wrapped(text, 100 - WIDTH)
  const indented = lines.map((line) => `${' '.repeat(WIDTH)}${line}`)
  return label.length < WIDTH ? [label.padEnd(WIDTH) + lines[0], ...indented.slice(1)] : [label, ...indented]
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
