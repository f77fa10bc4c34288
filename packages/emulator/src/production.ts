/** Tokens for anybody who asks must not be had where they could count. */
export class ProductionError extends Error {
  constructor() {
    super('NODE_ENV is production: the PropelAuth emulator signs tokens for anybody who asks, so it does not start')
    this.name = 'ProductionError'
  }
}

/** @throws {ProductionError} */
export function refuseProduction(): void {
  if (process.env.NODE_ENV === 'production') throw new ProductionError()
}
