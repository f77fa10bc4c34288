import { defineCommand } from '../line/command.js'
import { START_FLAGS } from '../line/start-flags.js'
import { readStartOptions } from '../line/start-options.js'
import { atMost } from '../line/words.js'
import { print } from '../output/print.js'
import { banner, readyLine } from '../process/banner.js'
import { serve } from '../process/serve.js'

export const start = defineCommand({
  usage: ['[start] [flags]'],
  details: `It runs until Ctrl-C. Each flag has an environment variable; the flag takes precedence, also as
--no-fresh. Exit codes: 0 stopped, 1 failed, 2 invalid flags or seed, 3 port taken, 4 NODE_ENV=production.`,
  flags: START_FLAGS,
  examples: [
    ['', 'on port 4460, with state and keys in .propelauth'],
    ['--data :memory: --port 0 --json', 'for a test: nothing is kept, any free port, one line of JSON when ready'],
  ],
  async run(line) {
    atMost(line.words, 0)
    const options = readStartOptions(line)
    await using served = await serve(options)
    // Registered before the ready line, because its reader may send a signal at once.
    const stopped = stopSignal()
    print(options.json ? readyLine(served) : banner(served, options))
    await stopped
    return 0
  },
})

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
