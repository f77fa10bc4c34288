import { join } from 'node:path'
import type { NextConfig } from 'next'

// In a workspace, packages are links out of this folder.
const root = join(import.meta.dirname, '../..')

const config: NextConfig = { outputFileTracingRoot: root, turbopack: { root } }

export default config
