/** @throws {TypeError} for an option of `createPropelAuth` */
export const fail = (message: string): never => {
  throw new TypeError(`createPropelAuth: ${message}`)
}
