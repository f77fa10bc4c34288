/**
 * A copy of a text in memory of its own. A slice keeps the whole text it was cut from: a token the header of cookies, the
 * header part of a token the token.
 */
export const detach = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text))
