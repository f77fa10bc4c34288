import { storedApiKey } from '../../store/credentials.js'
import type { Check } from '../doctor/check.js'
import { dataCheck, instanceCheck, seedCheck } from '../doctor/directory-checks.js'
import { nodeCheck, productionCheck, proxyCheck, targetCheck } from '../doctor/environment-checks.js'
import { portCheck } from '../doctor/port-check.js'
import { defineCommand } from '../line/command.js'
import { readPort } from '../line/read-values.js'
import { START_FLAGS } from '../line/start-flags.js'
import { atMost } from '../line/words.js'
import { columns } from '../output/columns.js'
import { printJson, printLines } from '../output/print.js'

const { port, host, data, seed, 'api-key': apiKey } = START_FLAGS

export const doctor = defineCommand({
  usage: ['doctor [flags]'],
  details: `It starts and changes nothing. Give it the flags that you give to start. Exit code 1 if a check fails.`,
  flags: {
    port,
    host,
    data,
    seed,
    'api-key': apiKey,
    json: { type: 'switch', meaning: 'print JSON' },
  },
  examples: [['doctor', 'when the emulator does not start, or an app does not reach it']],
  async run(line) {
    atMost(line.words, 0)
    const { values } = line
    const wished = readPort(line.setBy('port') ?? '--port', values.port)
    const checks = [
      nodeCheck(process.versions.node),
      productionCheck(process.env),
      dataCheck(values.data),
      await seedCheck(values.seed),
      await instanceCheck(values.data),
      await portCheck(wished, values.host, values['api-key'] ?? keyOf(values.data)),
      targetCheck(process.env),
      proxyCheck(process.env),
    ]
    if (values.json) printJson({ checks })
    else printLines(columns(checks.map(({ level, name, text }) => [level, name, text])))
    return checks.some(isFailure) ? 1 : 0
  },
})

const isFailure = ({ level }: Check): boolean => level === 'fail'

/** A damaged file is another check's problem. */
function keyOf(data: string): string | undefined {
  try {
    return data === ':memory:' ? undefined : storedApiKey(data)
  } catch {
    return undefined
  }
}
