// What does not exist at run time, signatures and summaries, from the declarations that the compiler has written.
import { readFileSync } from 'node:fs'
import { contract, type Operation } from '../dist/contract.js'

export const readDeclarations = (module: string): string =>
  readFileSync(new URL(`../dist/${module}.d.ts`, import.meta.url), 'utf8')

export interface Declared {
  readonly name: Operation
  readonly summary: string
  /** `orgId: string` */
  readonly args: string
  /** `Organization | null` */
  readonly output: string
}

/** The functions of one area, as the compiler has declared them. */
export function readArea(area: string): readonly Declared[] {
  const declarations = readDeclarations(`endpoints/${area}`)
  return (Object.keys(contract) as Operation[]).flatMap((name) => {
    const [before, after] = declarations.split(
      new RegExp(`export declare const ${name}: import\\("[^"]+"\\)\\.Endpoint<`),
    )
    if (before === undefined || after === undefined) return []
    const { method, path } = contract[name]
    const types = after
      .slice(0, after.indexOf(`, "${method} ${path}"`))
      .replace(/import\("[^"]+"\)\./g, '')
      .replace(/\s+/g, ' ')
      .replace(/(\?: [^,\]]+?) \| undefined/g, '$1')
    const end = endOfTuple(types)
    return [{ name, summary: lastComment(before), args: types.slice(1, end), output: types.slice(end + 3) }]
  })
}

export function lastComment(text: string): string {
  const [, comment] = /\/\*\* ([^\n]*) \*\/\n$/.exec(text) ?? []
  if (comment === undefined) throw new Error(`no comment of one line at the end of ${text.slice(-200)}`)
  return comment
}

function endOfTuple(text: string): number {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '[') depth++
    if (text[index] === ']' && --depth === 0) return index
  }
  throw new Error(`no tuple: ${text}`)
}
