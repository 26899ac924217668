import { locale } from './locale'

const formats = new Map<string, Intl.NumberFormat>()

function format(currency: string, short: boolean): Intl.NumberFormat {
  const key = `${currency} ${short}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: short ? 'stripIfInteger' : 'auto',
  })
  formats.set(key, made)
  return made
}

/** `€12.50`, always with its minor units: for bills. */
export const money = (amount: number, currency: string): string => format(currency, false).format(amount)

/** `€12` or `€12.50`, and `Free` for nothing: for price tags. */
export const price = (amount: number, currency: string): string =>
  amount === 0 ? 'Free' : format(currency, true).format(amount)

/** How many decimals the currency has: 2 for EUR, 0 for JPY. */
export const decimals = (currency: string): number =>
  format(currency, false).resolvedOptions().maximumFractionDigits ?? 2

/** A price times a quantity, computed in whole minor units. */
export function times(amount: number, quantity: number, currency: string): number {
  const scale = 10 ** decimals(currency)
  return Math.round(amount * scale) * quantity / scale
}
