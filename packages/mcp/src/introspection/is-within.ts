/** Whether a time is in a span that began then: after a clock was set back, no span lasts longer than it was meant to. */
export const isWithin = (at: number, from: number, until: number): boolean => at >= from && at < until
