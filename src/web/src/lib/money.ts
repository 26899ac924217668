import { locale } from './locale'

/** What events are sold in. */
export const currencies = ['EUR', 'GBP', 'USD', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY'] as const

const formats = new Map<string, Intl.NumberFormat>()

const narrowSymbol = (currency: string): string | undefined =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0).find(({ type }) => type === 'currency')?.value

/** The short symbols that say which currency is meant: not the `kr` of three countries. */
const plain = new Set<string>(currencies.filter(currency =>
  currencies.every(other => other === currency || narrowSymbol(other) !== narrowSymbol(currency))))

function format(currency: string, short: boolean): Intl.NumberFormat {
  const key = `${currency} ${short}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: plain.has(currency) ? 'narrowSymbol' : 'symbol',
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

/** `€12 – €45`, or one price tag when they are the same. */
export const priceRange = (lowest: number, highest: number, currency: string): string =>
  lowest === highest ? price(lowest, currency) : `${price(lowest, currency)} – ${price(highest, currency)}`

/** How many decimals the currency has: 2 for EUR, 0 for JPY. */
export const decimals = (currency: string): number =>
  format(currency, false).resolvedOptions().maximumFractionDigits ?? 2

/** A price times a quantity, computed in whole minor units. */
export function times(amount: number, quantity: number, currency: string): number {
  const scale = 10 ** decimals(currency)
  return Math.round(amount * scale) * quantity / scale
}

const inGroups = (separator: string): RegExp => new RegExp(`^\\d{1,3}(\\${separator}\\d{3})+$`)

/** Takes the marks between thousands away, where they stand between thousands. */
function ungrouped(whole: string): string | null {
  const mark = [',', '.', ' '].find(one => whole.includes(one))
  if (!mark) return /^\d+$/.test(whole) ? whole : null
  return inGroups(mark).test(whole) ? whole.replaceAll(mark, '') : null
}

/** Reads an amount as people write it: `12,50`, `12.50`, `1 200,00`, `1.200,00`. What could mean two things, as
 *  `1,200` does where there are cents, is not guessed: then it is null, as it is for what is no amount. */
export function amountOf(text: string, currency: string): number | null {
  const typed = text.trim().replace(/[\s'’]/g, ' ')
  const places = decimals(currency)
  const last = Math.max(typed.lastIndexOf(','), typed.lastIndexOf('.'))
  const fraction = last < 0 ? '' : typed.slice(last + 1)
  if (last >= 0 && /^\d+$/.test(fraction) && fraction.length <= places) {
    const whole = ungrouped(typed.slice(0, last))
    return whole === null || typed.slice(0, last).includes(typed[last]!) ? null : Number(`${whole}.${fraction}`)
  }
  const marks = typed.replace(/[\d ]/g, '').length
  if (marks === 1 && places > 0) return null
  const whole = ungrouped(typed)
  return whole === null ? null : Number(whole)
}

/** An amount as it stands in a field: `12` or `12.50`. */
export const amountText = (amount: number, currency: string): string =>
  Number.isInteger(amount) ? String(amount) : amount.toFixed(decimals(currency))
