import type { Emulator } from '../src/index.js'
import { type Answer, read } from './fixture.js'

const HTML = { Accept: 'text/html,application/xhtml+xml' }

/** A browser at the dashboard: it asks for pages, where tools get JSON. Paths are those below `/_emulator/`. */
export interface ToolVisitor {
  get(path: string): Promise<Answer>
  /** The text of the page. */
  open(path: string): Promise<string>
  submit(path: string, form: Readonly<Record<string, string>> | FormData): Promise<Answer>
}

export function toolVisitor(emulator: Emulator): ToolVisitor {
  const send = async (path: string, init: RequestInit): Promise<Answer> =>
    read(await emulator.fetch(`${emulator.authUrl}/_emulator/${path}`, init))
  const get = (path: string): Promise<Answer> => send(path, { headers: HTML })
  return {
    get,
    open: async (path) => (await get(path)).body,
    submit(path, form) {
      const body = form instanceof FormData ? form : new URLSearchParams(form)
      return send(path, { method: 'POST', headers: { ...HTML, Origin: emulator.authUrl }, body })
    },
  }
}
