/** What every list says about the page it gives, beside how many there are in all. */
export interface PageFields {
  currentPage: number
  pageSize: number
  hasMoreResults: boolean
}
