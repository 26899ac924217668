import { expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { soldOf } from './sold'

it('counts what is taken, and places that sections share once', () => {
  expect(soldOf(concert)).toEqual({ taken: 65, capacity: 98 })
  const [stalls, balcony, box] = concert.sections
  const pools = [{ name: 'Hall', capacity: 60, available: 0 }]
  const sharing = [{ ...stalls!, pool: 'Hall' }, { ...balcony!, pool: 'Hall', capacity: null }, box!]
  expect(soldOf({ sections: sharing, pools })).toEqual({ taken: 65, capacity: 68 })
})

it('knows no capacity where one section has no limit', () => {
  const sections = [concert.sections[0]!, { ...concert.sections[1]!, capacity: null }]
  expect(soldOf({ sections, pools: [] })).toEqual({ taken: 60, capacity: null })
})
