import type { NextConfig } from 'next'

// The app runs from a folder of its own, with links into the packages of the repository.
const root = process.env.REPOSITORY_ROOT ?? ''

const config: NextConfig = { outputFileTracingRoot: root, turbopack: { root } }

export default config
