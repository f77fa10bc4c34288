/** Time between two signals of the escalation. */
const GRACE_MS = 5000

const STAGES = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const

export interface SignalRelay {
  /** Ends the relay. Returns whether any signal has arrived. */
  stop(): boolean
}

/**
 * Forwards the signals of this process to a command and escalates from SIGINT to SIGTERM to SIGKILL: after each grace
 * period, or at once with every further signal.
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
    // Ctrl-C in a terminal sends SIGINT to the command, too. A second one would interrupt its clean-up.
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
