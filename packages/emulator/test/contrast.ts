/** Relative luminance of `#rrggbb`, `rgb(…)` or `rgba(…)` (WCAG 2.2). */
function luminance(color: string): number {
  const hex = color.match(/^#(..)(..)(..)$/)?.slice(1)
  const channels = hex ? hex.map((pair) => Number.parseInt(pair, 16)) : (color.match(/[\d.]+/g) ?? []).map(Number)
  const [r = 0, g = 0, b = 0] = channels.map((value) => {
    const channel = value / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The contrast of two opaque colours, from 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}
