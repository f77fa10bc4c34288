import { parseArgs } from 'node:util'
import { unknownName } from '../../seed/values/checks.js'
import { UsageError } from './usage-error.js'

/** A flag of a command. The help text and the documentation are written from it. */
export interface Flag {
  /** A `list` may be repeated; its variable has the values with commas between them. */
  readonly type: 'text' | 'switch' | 'list'
  /** What the value is called in the help text, such as `PORT`. */
  readonly value?: string
  readonly meaning: string
  /** The value without the flag. */
  readonly fallback?: string
  /** What holds without the flag, in words. */
  readonly otherwise?: string
  /** Environment variables that set it. The first one that has a value counts, and the flag takes precedence. */
  readonly variables?: readonly string[]
}

export type Flags = Readonly<Record<string, Flag>>

type Value<F extends Flag> = F['type'] extends 'switch'
  ? boolean
  : F['type'] extends 'list'
    ? readonly string[]
    : F extends { readonly fallback: string }
      ? string
      : string | undefined

/** The arguments of a command, and what the environment adds to them. */
export interface Line<F extends Flags> {
  readonly values: { readonly [Name in keyof F]: Value<F[Name]> }
  /** What is no flag, in order. */
  readonly words: readonly string[]
  /** What has set the flag: `--port` or the name of a variable. Undefined if nothing has. */
  setBy(flag: keyof F & string): string | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

interface Chosen {
  readonly value: unknown
  readonly source?: string
}

/** @throws {UsageError} */
export function readLine<F extends Flags>(flags: F, args: readonly string[], env: Environment): Line<F> {
  const { values, positionals } = parse(flags, joinNegatives(flags, args))
  return withVariables(flags, values, positionals, env)
}

/** What the environment says where there is no command line. @throws {UsageError} */
export const readVariables = <F extends Flags>(flags: F, env: Environment): Line<F> => withVariables(flags, {}, [], env)

function withVariables<F extends Flags>(
  flags: F,
  given: Readonly<Record<string, unknown>>,
  words: readonly string[],
  env: Environment,
): Line<F> {
  const chosen = new Map(
    Object.entries(flags).map(([name, flag]): [string, Chosen] => [name, choose(name, flag, given[name], env)]),
  )
  const values = Object.fromEntries([...chosen].map(([name, { value }]) => [name, value]))
  return { values: values as Line<F>['values'], words, setBy: (name) => chosen.get(name)?.source }
}

function parse(flags: Flags, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { type }]) => [
      name,
      { type: type === 'switch' ? ('boolean' as const) : ('string' as const), multiple: type === 'list' },
    ]),
  )
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true })
  } catch (error) {
    throw new UsageError(explain(error, flags, args))
  }
}

function explain(error: unknown, flags: Flags, args: readonly string[]): string {
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--' && !isKnown(flags, arg))
  if (unknown) {
    const names = Object.keys(flags).map((name) => `--${name}`)
    return unknownName(`--${flagName(unknown)}`, names)
  }
  return error instanceof Error ? error.message : String(error)
}

const flagName = (arg: string): string => arg.slice(2).split('=')[0] ?? ''

function isKnown(flags: Flags, arg: string): boolean {
  const name = flagName(arg)
  return Object.hasOwn(flags, name) || flags[name.replace(/^no-/, '')]?.type === 'switch'
}

/** Whether the next argument is the value of this one. */
export function takesValue(flags: Flags, arg: string): boolean {
  const flag = arg.startsWith('--') && !arg.includes('=') ? flags[flagName(arg)] : undefined
  return flag !== undefined && flag.type !== 'switch'
}

/** Writes `--expires-in -60` as one word, because the parser takes a value with a hyphen for a flag. */
function joinNegatives(flags: Flags, args: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const arg of args) {
    const previous = joined.at(-1)
    if (/^-\d/.test(arg) && previous !== undefined && takesValue(flags, previous))
      joined[joined.length - 1] = `${previous}=${arg}`
    else joined.push(arg)
  }
  return joined
}

function choose(name: string, flag: Flag, given: unknown, env: Environment): Chosen {
  if (given !== undefined) return { value: given, source: `--${name}` }
  const variable = flag.variables?.find((candidate) => env[candidate])
  if (variable === undefined) return { value: unset(flag) }
  return { value: fromVariable(flag, variable, env[variable] ?? ''), source: variable }
}

function unset({ type, fallback }: Flag): unknown {
  if (type === 'switch') return false
  return type === 'list' ? [] : fallback
}

const SWITCHES: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false }

function fromVariable({ type }: Flag, variable: string, text: string): unknown {
  if (type === 'text') return text
  if (type === 'list')
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  if (!Object.hasOwn(SWITCHES, text)) throw new UsageError(`${variable} must be true or false, not ${text}`)
  return SWITCHES[text]
}
