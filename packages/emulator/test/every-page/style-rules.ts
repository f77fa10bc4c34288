/**
 * In a page: what a style sheet lets depend on the colour scheme, beside the values of these custom properties, and where
 * it has a colour of its own. Without any, boxes are the same in both schemes, and what has the colour of a property in one
 * has that of the same property in the other.
 */
export function otherStyle({ text, colors }: { text: string; colors: readonly string[] }): string[] {
  const isColor = (name: string): boolean => colors.includes(name.replace('--', ''))
  const ofScheme = (rule: CSSRule): string[] =>
    rule instanceof CSSStyleRule && rule.selectorText === ':root' && Array.from(rule.style).every(isColor)
      ? []
      : [rule.cssText]
  const ofRule = (rule: CSSRule): string[] => {
    if (rule instanceof CSSMediaRule) {
      const inner = Array.from(rule.cssRules)
      if (rule.media.mediaText === '(prefers-color-scheme: dark)') return inner.flatMap(ofScheme)
      if (/^\((?:min|max)-width: [\d.]+rem\)$/.test(rule.media.mediaText)) return inner.flatMap(ofRule)
    }
    if (!(rule instanceof CSSStyleRule) || rule.cssRules.length > 0) return [rule.cssText]
    const names = Array.from(rule.style).filter((name) => name.startsWith('--') || name === 'color-scheme')
    const isRoot = rule.selectorText === ':root' && rule.style.colorScheme === 'light dark'
    return names.length > 0 && !isRoot ? [rule.cssText] : []
  }
  // Other functions could make a colour, or choose one by the scheme.
  const unknown = /#|\b(?!(?:attr|inset|min|minmax|repeat|var)\()[a-z-]+\(/i
  const isNamed = (word: string): boolean =>
    !/^(?:transparent|currentcolor|inherit)$/i.test(word) && CSS.supports('color', word)
  const declarations = text
    .replaceAll(/[^{};]*\{/g, '{')
    .split(/[{};]/)
    .map((declaration) => declaration.trim())
    .filter((declaration) => declaration !== '' && !/^--|^color-scheme:/.test(declaration))
  const colored = declarations.filter((declaration) => {
    const value = declaration.slice(declaration.indexOf(':') + 1)
    return unknown.test(value) || (value.match(/[a-z-]+/gi) ?? []).some(isNamed)
  })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return [...Array.from(sheet.cssRules).flatMap(ofRule), ...colored]
}

/** In a page: where its style comes from. */
export function styleSources(): string[] {
  const sheets = Array.from(document.styleSheets, ({ href, media }) =>
    [href ? new URL(href).pathname : 'its own', media.mediaText].filter(Boolean).join(' for '),
  )
  return [...sheets, ...Array.from(document.querySelectorAll('[style]'), ({ outerHTML }) => outerHTML)]
}
