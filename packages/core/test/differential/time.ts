/** Of the verifiers, in seconds of Unix time. */
export const now = 1_800_000_000
export const clockToleranceSeconds = 10
