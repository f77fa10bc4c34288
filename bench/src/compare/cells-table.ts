import { type Row, toTable } from '../report/table.ts'
import { type Cell, judgeCell } from './cell.ts'

const toFigure = ({ show }: Cell, micros: number) =>
  show === 'µs' ? `${micros.toFixed(1)} µs` : `${Math.round(1_000_000 / micros).toLocaleString('en')}/s`

function toRow(cell: Cell): Row {
  const { first, second, ratio, least, most, word } = judgeCell(cell)
  const range = `${least.toFixed(2)} .. ${most.toFixed(2)}`
  return [cell.title, cell.runtime, toFigure(cell, first), toFigure(cell, second), ratio.toFixed(2), range, word]
}

/** A row for each cell; above 1, the second build is quicker. */
export const toCellsTable = (cells: readonly Cell[], first: string, second: string): string =>
  toTable(['cell', 'runtime', first, second, 'ratio', 'rounds: min .. max', 'second is'], cells.map(toRow))
