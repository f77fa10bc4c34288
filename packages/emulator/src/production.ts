/** The emulator was started with `NODE_ENV=production`. */
export class ProductionError extends Error {
  constructor() {
    super('NODE_ENV is production: the PropelAuth emulator signs tokens for every caller, so it does not start')
    this.name = 'ProductionError'
  }
}

/** @throws {ProductionError} */
export function refuseProduction(env: { readonly NODE_ENV?: string | undefined } = process.env): void {
  if (env.NODE_ENV === 'production') throw new ProductionError()
}
