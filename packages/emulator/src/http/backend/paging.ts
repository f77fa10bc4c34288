import type { PageRequest } from '../../domain/project/page.js'
import type { Fields } from '../fields.js'

/** Page size 1 to 100, by default 10. Page numbers start at 0. */
export function readPageRequest(fields: Fields): PageRequest {
  return {
    size: fields.integer('page_size', { min: 1, max: 100 }) ?? 10,
    number: fields.integer('page_number', { min: 0, max: 1_000_000 }) ?? 0,
  }
}

/** The fields of every list beside its rows. */
export function pageAnswer(page: PageRequest, total: number) {
  return {
    current_page: page.number,
    page_size: page.size,
    has_more_results: (page.number + 1) * page.size < total,
  }
}
