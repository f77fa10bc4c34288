import type { Case } from '../loop/cases/case.ts'
import { runLoop } from '../loop/speed.ts'
import { median } from '../statistics.ts'
import type { LibraryFile } from '../subjects/library.ts'
import type { RuntimeName } from '../subjects/subject.ts'
import type { Cell, Round } from './cell.ts'

/** Of each build in a process; even, so that each comes first as often as the other. */
const lapsInProcess = 20

/** One case of the loop in one runtime: every round is a fresh process in which both builds take turns. */
export async function compareLoop(
  { name: caseName, title, baseline }: Case,
  runtime: RuntimeName,
  [first, second]: readonly [LibraryFile, LibraryFile],
  { rounds: count, tokenPath }: { readonly rounds: number; readonly tokenPath: string },
): Promise<Cell> {
  const rounds: Round[] = []
  for (let round = 0; round < count; round++) {
    const libraries = round % 2 === 0 ? [first, second] : [second, first]
    const job = { runtime, caseName, subjects: [], rounds: lapsInProcess, libraries }
    const measured = await runLoop(job, tokenPath)
    const microsOf = (name: string) => median(measured.find(({ subject }) => subject === name)?.micros ?? [])
    if (measured.length > 0) rounds.push({ first: microsOf(first.name), second: microsOf(second.name) })
  }
  return { title: baseline ? `${title}, app included` : title, runtime, show: 'µs', rounds }
}
