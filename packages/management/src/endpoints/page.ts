/** The fields of every page, in addition to its items and their total. */
export interface PageFields {
  currentPage: number
  pageSize: number
  hasMoreResults: boolean
}
