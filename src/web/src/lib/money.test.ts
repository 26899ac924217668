import { describe, expect, it } from 'vitest'
import { decimals, money, price, times } from './money'

describe('money', () => {
  it('always writes the minor units on a bill', () => {
    expect(money(12, 'EUR')).toBe('€12.00')
    expect(money(1234.5, 'GBP')).toBe('£1,234.50')
    expect(money(1200, 'JPY')).toBe('¥1,200')
  })

  it('writes a price tag as short as it can be', () => {
    expect(price(12, 'EUR')).toBe('€12')
    expect(price(12.5, 'EUR')).toBe('€12.50')
    expect(price(0, 'EUR')).toBe('Free')
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
