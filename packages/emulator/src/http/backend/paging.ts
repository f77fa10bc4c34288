import type { Slice } from '../../domain/project/slice.js'
import type { Fields } from '../fields.js'

/** Page size 1 to 100, by default 10. Page numbers start at 0. */
export function readSlice(fields: Fields): Slice {
  return {
    size: fields.integer('page_size', { min: 1, max: 100 }) ?? 10,
    number: fields.integer('page_number', { min: 0, max: 1_000_000 }) ?? 0,
  }
}

/** The fields of every list beside its rows. */
export function pageAnswer(slice: Slice, total: number) {
  return {
    current_page: slice.number,
    page_size: slice.size,
    has_more_results: (slice.number + 1) * slice.size < total,
  }
}
