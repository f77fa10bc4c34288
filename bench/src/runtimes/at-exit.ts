const cleanUps = new Set<() => void>()

process.once('exit', () => {
  for (const cleanUp of [...cleanUps].reverse()) cleanUp()
})

/** Calls a synchronous function when this process exits, the last one first, unless it is taken back before. */
export function atExit(cleanUp: () => void): () => void {
  cleanUps.add(cleanUp)
  return () => cleanUps.delete(cleanUp)
}

/** Lets a signal end this process by way of `exit`, so that no child process and no temporary folder is left behind. */
export function exitOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
}
