/** The header by which a worker says which process it is. */
export const processHeader = 'x-soak-process'
