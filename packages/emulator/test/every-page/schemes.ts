import { COLORS } from '../../src/http/html/style.js'

const names = new Map(
  Object.entries(COLORS.dark).map(([name, value]) => [value as string, name as keyof typeof COLORS.dark]),
)

if (names.size < Object.keys(COLORS.dark).length) throw new Error('two colours of the dark scheme are the same')

/** What a colour of the dark scheme, `#rrggbb` or `rgb(…)`, is in the light one. Throws if it is none. */
export function inLight(color: string): string {
  const channels = color.match(/^rgb\((\d+), (\d+), (\d+)\)$/)?.slice(1)
  const hex = channels ? `#${channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}` : color
  const name = names.get(hex)
  if (!name) throw new Error(`${color} is no colour of the dark scheme`)
  return COLORS.light[name]
}
