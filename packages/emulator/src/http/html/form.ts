/** A field of a submitted form. Uploads and repeated fields count as empty. */
export function formText(form: Readonly<Record<string, unknown>>, name: string): string {
  const value = Object.hasOwn(form, name) ? form[name] : undefined
  return typeof value === 'string' ? value : ''
}
