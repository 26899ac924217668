import { expect, it } from 'vitest'
import { hold } from '@/testing/cast'
import { changesBetween } from './holdChanges'

it('says what is gone, section by section', () => {
  const [balcony, box] = hold.lines
  const lines = [balcony!, { ...box!, quantity: 1 }]
  expect(changesBetween(hold, { ...hold, lines })).toEqual(['1 × Box is gone.'])
  expect(changesBetween(hold, { ...hold, lines: [box!] })).toEqual(['1 × Balcony is gone.'])
})

it('says what is dearer, and why', () => {
  const before = { ...hold, voucher: 'HALF', total: 72 }
  expect(changesBetween(before, hold)).toEqual([
    'The code HALF no longer counts.', 'The total is €144.00 now; it was €72.00.',
  ])
  expect(changesBetween(hold, hold)).toEqual([])
})
