// Node keeps what it compiles, for the programs that the tests start: most start several times, as Wrangler and
// Playwright, which are megabytes of JavaScript. Each run begins with nothing.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../services.ts'

export default function setUp(): () => void {
  const reports = join(root, '.reports')
  mkdirSync(reports, { recursive: true })
  const folder = mkdtempSync(join(reports, 'compile-cache-'))
  process.env.NODE_COMPILE_CACHE = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
