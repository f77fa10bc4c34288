/** How long a process gets to end after a signal, before it gets the next stronger one. */
const GRACE_MS = 5000

const STAGES = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const

export interface SignalRelay {
  /** Ends the relay. Returns whether any signal has arrived. */
  stop(): boolean
}

/**
 * Passes the signals of this process on to a command, and escalates from SIGINT over SIGTERM to SIGKILL: after each
 * grace period, and at once with every further signal.
 * @param send signals the command and everything it started
 */
export function relaySignals(
  send: (signal: NodeJS.Signals) => void,
  { hasTerminal }: { readonly hasTerminal: boolean },
): SignalRelay {
  let stage = 0
  let received = false
  let timer: NodeJS.Timeout | undefined

  const enterNextStage = (): void => {
    clearTimeout(timer)
    timer = setTimeout(sendNext, GRACE_MS)
    stage += 1
  }
  const sendNext = (): void => {
    const signal = STAGES[stage]
    if (!signal) return
    enterNextStage()
    send(signal)
  }
  const interrupt = (): void => {
    // Ctrl-C in a terminal has sent the first SIGINT to the command as well; a second one would cut its clean-up short.
    if (hasTerminal && stage === 0) enterNextStage()
    else sendNext()
    received = true
  }
  const terminate = (): void => {
    stage = Math.max(stage, STAGES.indexOf('SIGTERM'))
    sendNext()
    received = true
  }
  process.on('SIGINT', interrupt).on('SIGTERM', terminate).on('SIGHUP', terminate)
  return {
    stop() {
      clearTimeout(timer)
      process.off('SIGINT', interrupt).off('SIGTERM', terminate).off('SIGHUP', terminate)
      return received
    },
  }
}
