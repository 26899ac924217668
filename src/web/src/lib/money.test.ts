import { describe, expect, it } from 'vitest'
import { amountOf, amountText, decimals, money, price, priceRange, times } from './money'

describe('money', () => {
  it('always writes the minor units on a bill', () => {
    expect(money(12, 'EUR')).toBe('€12.00')
    expect(money(1234.5, 'GBP')).toBe('£1,234.50')
    expect(money(1200, 'JPY')).toBe('¥1,200')
  })

  it('tells crowns apart', () => {
    expect(new Set(['SEK', 'NOK', 'DKK', 'CZK'].map(currency => price(250, currency))).size).toBe(4)
    expect(price(250, 'SEK').replace(/\s/, ' ')).toBe('SEK 250')
    expect(price(250, 'CAD')).not.toBe(price(250, 'USD'))
  })

  it('writes a price tag as short as it can be', () => {
    expect(price(12, 'EUR')).toBe('€12')
    expect(price(12.5, 'EUR')).toBe('€12.50')
    expect(price(0, 'EUR')).toBe('Free')
  })

  it('writes a range only where prices differ', () => {
    expect(priceRange(12, 45.5, 'EUR')).toBe('€12 – €45.50')
    expect(priceRange(0, 45, 'EUR')).toBe('Free – €45')
    expect(priceRange(12, 12, 'EUR')).toBe('€12')
  })

  it('knows how many decimals a currency has', () => {
    expect([decimals('EUR'), decimals('JPY')]).toEqual([2, 0])
  })

  it('multiplies in whole minor units', () => {
    expect(times(0.1, 3, 'EUR')).toBe(0.3)
    expect(times(19.99, 7, 'EUR')).toBe(139.93)
    expect(times(1.005, 1, 'EUR')).toBe(1)
  })
})

describe('an amount that is typed', () => {
  it.each([
    ['12', 12], ['12,50', 12.5], ['12.50', 12.5], [' 0 ', 0], ['7,5', 7.5], ['0,05', 0.05],
    ['1 200,00', 1200], ['1\u00a0200,00', 1200], ['1\u202f200', 1200], ['1.200,00', 1200], ['1,200.00', 1200],
    ["1'200.50", 1200.5], ['1,200,000', 1_200_000], ['1.200.000,5', 1_200_000.5],
  ])('is read as people write it: %s', (text, amount) => {
    expect(amountOf(text, 'EUR')).toBe(amount)
  })

  it.each([
    '', ' ', '1,200', '1.200', '12.345', '12,50 or so', '-3', '1e3', '12,', ',50', '12 50', '1,20.00', '1,200,50',
  ])('is not guessed: %s', (text) => {
    expect(amountOf(text, 'EUR')).toBeNull()
  })

  it('has no cents in a currency without them', () => {
    expect(['1200', '1,200', '1.200', '1 200'].map(text => amountOf(text, 'JPY'))).toEqual([1200, 1200, 1200, 1200])
    expect(amountOf('12,50', 'JPY')).toBeNull()
  })

  it('stands in its field as it is read', () => {
    expect([amountText(12, 'EUR'), amountText(42.5, 'EUR'), amountText(1200, 'JPY')]).toEqual(['12', '42.50', '1200'])
    expect(amountOf(amountText(42.5, 'EUR'), 'EUR')).toBe(42.5)
  })
})
