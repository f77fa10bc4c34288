/**
 * The options of a request that no cache of Next.js answers, whatever the segment says: Next.js marks its own requests like
 * this, and passes them on to the original `fetch`.
 */
export const toInternal = (init: RequestInit): RequestInit & { readonly next: object } => ({
  ...init,
  next: { revalidate: 0, internal: true },
})
