import type { Machine } from '../machine.ts'

/** The page with the figures, as Markdown. */
export const toEmulatorPage = ({ date, platform, cores, load, versions }: Machine, table: string): string => `# Emulator

${date}, ${platform}, ${cores} cores, Node ${versions.node}. Load of the last 15 minutes: ${load.toFixed(1)}.

Written by \`pnpm bench emulator --write\`. Without a socket, one look-up is made at a time. Each row is a median: of 15 starts
with a data directory that exists, of 100 emulators in one process, of 5 laps of a second each.

${table}
`
