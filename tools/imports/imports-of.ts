import { readFileSync } from 'node:fs'

/** Imports stand in code, not in comments: examples in docstrings import what they show. */
export const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

/** What a source without comments imports, as it is written there. */
export function importsOf(source: string): string[] {
  const pattern =
    /^\s*(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"\n]+)['"]|(?<!['"])\bimport\s*\(?\s*['"]([^'"\n]+)['"]/gm
  return Array.from(source.matchAll(pattern), ([, from, direct]) => from ?? direct ?? '')
}

export const importsOfFile = (path: string): string[] => importsOf(withoutComments(readFileSync(path, 'utf8')))
