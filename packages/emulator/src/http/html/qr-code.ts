import { html } from 'hono/html'
import { encode } from 'uqr'
import type { Html } from './page.js'

/** A QR code. It is black on white in both colour schemes, as cameras need it. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { border: 2 })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges">
<rect width="${size}" height="${size}" fill="white"/><path d="${dark.join('')}" fill="black"/>
</svg>`
}
