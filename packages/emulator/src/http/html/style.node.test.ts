import { describe, expect, test } from 'vitest'
import { contrast } from '../../../test/contrast.js'
import { COLORS, STYLE } from './style.js'

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
