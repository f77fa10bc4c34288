const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** A text of the characters of base64url. `random` returns numbers from 0 to below 1. */
export const randomText = (random: () => number, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * 64)]).join('')
