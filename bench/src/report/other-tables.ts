import type { ColdStart } from '../cold-start/measure-cold-start.ts'
import type { Memory } from '../memory/measure-memory.ts'
import type { Size } from '../sizes/weigh.ts'
import { toTable } from './table.ts'

const bytes = (value: number) => Math.round(value).toLocaleString('en')

export const toSizeTable = (sizes: readonly Size[]): string =>
  toTable(
    ['bundle', 'minified, bytes', 'gzip, bytes'],
    sizes.map(({ name, minified, gzip }) => [name, bytes(minified), bytes(gzip)]),
  )

export const toMemoryTable = (memory: readonly Memory[]): string =>
  toTable(
    [
      'bytes kept for each token',
      'remembered',
      'times its size',
      'expired',
      'bad signature',
      'garbage',
      '1,000,000 tokens',
    ],
    memory.map((row) => [
      row.subject,
      bytes(row.perRemembered),
      (row.perRemembered / row.tokenBytes).toFixed(2),
      ...[row.perExpired, row.perBadSignature, row.perGarbage].map(bytes),
      row.underFlood === undefined ? '–' : `${bytes(row.underFlood)} in all`,
    ]),
  )

export function toColdStartTable(starts: readonly ColdStart[]): string {
  const millisOf = (subject: string, packaging: string) => {
    const start = starts.find((row) => row.subject === subject && row.packaging === packaging)
    return start ? `${start.millis.toFixed(1)} ms` : '–'
  }
  const subjects = [...new Set(starts.map(({ subject }) => subject))]
  return toTable(
    ['load to first validated request', 'as installed', 'bundled'],
    subjects.map((subject) => [subject, millisOf(subject, 'installed'), millisOf(subject, 'bundled')]),
  )
}
