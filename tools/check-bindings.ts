// Whether the `Env` of each Worker of the examples is what `wrangler types --include-runtime=false` writes. In one process:
// loading Wrangler takes longer than all the rest.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { experimental_generateTypes as generateTypes } from 'wrangler'

const root = join(import.meta.dirname, '..')
const files = globSync('examples/*/worker-configuration.d.ts', { cwd: root })
if (files.length === 0) throw new Error('There are no types of bindings.')

for (const file of files) {
  // Like the command, this finds the configuration where it runs.
  process.chdir(join(root, dirname(file)))
  const { env } = await generateTypes({ includeRuntime: false })
  const [_rules, _command, ...written] = readFileSync(join(root, file), 'utf8').trimEnd().split('\n')
  if (written.join('\n') === env) continue
  console.error(`${file} is out of date: run \`wrangler types --include-runtime=false\` in its folder.`)
  process.exitCode = 1
}
