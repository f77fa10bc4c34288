/** The entries of `NO_PROXY`: host names, domains and `*`. */
export const noProxyEntries = (text: string): readonly string[] => text.split(/[\s,]+/).filter((entry) => entry !== '')

/** Whether an entry covers the host: by its name, as a domain above it, or as `*`. */
export function isExcluded(entries: readonly string[], hostname: string): boolean {
  const name = hostname.toLowerCase()
  return entries.some((entry) => {
    if (entry === '*') return true
    const domain = entry
      .toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^\*?\./, '')
    return name === domain || name.endsWith(`.${domain}`)
  })
}
