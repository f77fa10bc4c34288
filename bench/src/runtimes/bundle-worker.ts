import { bundleText, forWorkers } from 'test-kit/bundle'

/** One module, as wrangler makes it; CommonJS packages ask for Node's modules by `require`. */
export const bundleWorker = (contents: string, resolveDir: string): Promise<string> =>
  bundleText(contents, resolveDir, {
    ...forWorkers,
    target: 'es2022',
    external: ['node:*', 'crypto', 'util', 'buffer', 'url', 'https', 'fs', 'path'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
  })
