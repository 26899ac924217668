import { expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { onSaleFrom, saleNote, saleWindowOf } from './saleWindow'

const at = (time: string) => Date.parse(`2099-11-27T${time}Z`)
const sold = { ...concert, sale_starts_at: '2099-11-27T09:00:00Z', sale_ends_at: '2099-11-27T20:00:00Z' }

it('starts and ends in its very moments', () => {
  expect(['08:59:59', '09:00:00', '19:59:59', '20:00:01'].map(time => saleWindowOf(sold, at(time))))
    .toEqual(['not-started', 'open', 'open', 'ended'])
  expect(saleWindowOf({ ...sold, sale_starts_at: null, sale_ends_at: null })).toBe('open')
})

it('says when it starts on the clock of the event', () => {
  expect(onSaleFrom(sold)).toBe('On sale from Fri 27 Nov 2099, 10:00')
  expect(['08:00:00', '10:00:00', '21:00:00'].map(time => saleNote(sold, at(time))))
    .toEqual(['On sale from Fri 27 Nov 2099, 10:00', '', 'Sale ended'])
})
