import { expect, it } from 'vitest'
import { booking } from '@/testing/cast'
import { changed } from './bookingChanges'

const [stalls, balcony, box] = [
  { name: 'Stalls', price: 30 }, { name: 'Balcony', price: 12.1 }, { name: 'Box', price: 60 },
]
const paid = {
  ...booking, status: 'confirmed' as const, seat_section: 'Stalls', total_tickets: 2, ticket_price: 24, total: 48,
  currency: 'EUR',
}

it('says what is given back', () => {
  expect(changed(paid, balcony!, 3)).toEqual({ words: 'The total is €36.30; €11.70 is given back.', isPossible: true })
})

it('keeps the price of who stays in their section', () => {
  expect(changed(paid, stalls!, 1).words).toBe('The total is €24.00; €24.00 is given back.')
  expect(changed(paid, stalls!, 2)).toEqual({ words: 'The total is €48.00.', isPossible: true })
})

it('lets nobody who has paid change to what costs more', () => {
  expect(changed(paid, box!, 1)).toEqual({
    words: 'That would be €60.00, and this booking is for €48.00. It is not changed to what costs more: '
      + 'book these places anew, and cancel this booking.',
    isPossible: false,
  })
  expect(changed(paid, stalls!, 3)).toEqual({
    words: 'That would be €72.00, and this booking is for €48.00: keep it, and make another for the rest.',
    isPossible: false,
  })
})

it('lets who has not paid yet take what they like', () => {
  expect(changed({ ...paid, status: 'awaiting_payment' }, box!, 2))
    .toEqual({ words: 'The total is €120.00.', isPossible: true })
})
