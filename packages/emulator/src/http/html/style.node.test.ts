import { describe, expect, test } from 'vitest'
import { COLORS, STYLE } from './style.js'

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[0-9a-f]{2}/g) ?? []).map((hex) => {
    const channel = Number.parseInt(hex, 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const colors = COLORS[scheme]

  test.each(['ink', 'soft', 'accent', 'good', 'bad'] as const)('text in %s is readable on pages and cards', (text) => {
    for (const ground of ['page', 'card'] as const)
      expect(contrast(colors[text], colors[ground]), ground).toBeGreaterThanOrEqual(4.5)
  })

  test('the text of a button is readable', () => {
    expect(contrast(colors['on-accent'], colors.accent)).toBeGreaterThanOrEqual(4.5)
  })

  test('the borders of fields and buttons can be seen', () => {
    for (const border of ['edge', 'accent'] as const)
      for (const ground of ['page', 'card'] as const)
        expect(contrast(colors[border], colors[ground]), `${border} on ${ground}`).toBeGreaterThanOrEqual(3)
  })
})

test('the style sheet has no other colours', () => {
  const rules = STYLE.slice(STYLE.indexOf('box-sizing'))
  expect(rules).not.toMatch(/#[0-9a-f]{3,8}\b|rgb|hsl/)
})

test('distances and sizes of text are those of the scale', () => {
  const rules = STYLE.slice(STYLE.indexOf('box-sizing'))
  const declarations = Array.from(rules.matchAll(/(?<=[{;]\s*)((?:padding|margin|gap|font-size)[a-z-]*): ([^;]+);/g))
  expect(declarations.length).toBeGreaterThan(60)
  const others = declarations.filter(
    ([, , value = '']) => !/^(?:(?:var\(--[a-z0-9-]+\)|0|auto|\d+vh)\s*)+$/.test(value),
  )
  expect(others.map(([text]) => text)).toEqual([])
})
