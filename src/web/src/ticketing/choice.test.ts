import { expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import {
  choiceIn, pageWithChoice, placesLeft, saleOf, usePlacesChoice, withKept, withReturned,
} from './choice'

it('reads a choice from an address, and leaves out what is none', () => {
  expect(choiceIn({ tickets: '2,Stalls' })).toEqual([{ section: 'Stalls', quantity: 2 }])
  expect(choiceIn({ tickets: ['1,Row A, left', null, 'x', '-1,Box', '2,'] }))
    .toEqual([{ section: 'Row A, left', quantity: 1 }])
  expect(choiceIn({})).toEqual([])
})

it('writes what it reads', () => {
  const lines = [{ section: 'Row A, left', quantity: 1 }, { section: '天井桟敷', quantity: 3 }]
  const page = pageWithChoice('three-cellos', lines, 'HALF') as { query: { tickets: string[], code: string } }
  expect(choiceIn(page.query)).toEqual(lines)
  expect(page.query.code).toBe('HALF')
})

const hall = { pools: [{ name: 'Hall', capacity: 10, available: 4 }], sections: [
  { ...concert.sections[1]!, name: 'Adults', capacity: null, unlimited: true, pool: 'Hall', available: 4 },
  { ...concert.sections[2]!, name: 'Children', capacity: 3, pool: 'Hall', available: 3 },
] }

it('offers no more of sections that share their places than those have together', () => {
  const { quantities, roomIn } = usePlacesChoice(() => ({ ...concert, ...hall }), [{ section: 'Adults', quantity: 3 }])
  const [adults, children] = hall.sections
  expect([roomIn(adults!), roomIn(children!)]).toEqual([4, 1])
  quantities.value.Adults = 0
  expect([roomIn(adults!), roomIn(children!)]).toEqual([4, 3])
})

it('counts what its buyer gives back as free, also for the sections that share it', () => {
  const { sections, pools } = withReturned({ ...concert, ...hall }, name => name === 'Adults' ? 2 : 0)
  expect(sections.map(({ available }) => available)).toEqual([6, 3])
  expect(pools[0]!.available).toBe(6)
})

it('knows that a section without a limit is never sold out', () => {
  const free = { ...concert.sections[0]!, capacity: null, unlimited: true, available: null }
  const event = { ...concert, sections: [free] }
  expect(saleOf(event)).toBe('open')
  expect(placesLeft(free)).toBe('')
  expect(usePlacesChoice(() => event, []).roomIn(free)).toBe(concert.max_tickets_per_user)
  expect(withReturned(event, () => 2).sections[0]!.available).toBeNull()
})

it('says of a closed section that it is not on sale, not that all its places are taken', () => {
  const closed = { ...concert.sections[0]!, available: 0, sale: 'closed' as const }
  expect(placesLeft(closed)).toBe('Not on sale')
  expect(saleOf({ ...concert, sections: [closed] })).toBe('closed')
  expect(saleOf({ ...concert, sections: [closed, concert.sections[0]!] })).toBe('sold-out')
})

const vip = { code: 'VIP', percent_off: 0, section: 'Adults', places_left: 4, valid_until: null }

it('finds the places that a code keeps, however many there are for others, and beside what those share', () => {
  const soldOut = { ...concert, pools: [{ ...hall.pools[0]!, available: 1 }], sections: [
    { ...hall.sections[0]!, available: 0, sale: 'closed' as const }, { ...hall.sections[1]!, available: 1 },
  ] }
  const event = withKept(soldOut, vip)
  const { quantities, roomIn } = usePlacesChoice(() => event, [{ section: 'Adults', quantity: 3 }])
  const [adults, children] = event.sections
  expect(placesLeft(adults!)).toBe('4 places kept for you with VIP')
  expect([quantities.value.Adults, roomIn(adults!), roomIn(children!)]).toEqual([3, 4, 1])
  expect(withKept(soldOut, vip, 2).sections[0]!.available, 'and those they have').toBe(6)
  expect(withKept(soldOut, { ...vip, places_left: null })).toBe(soldOut)
})

it('is open for who has places kept, unless nothing is sold at the time', () => {
  const soldOut = { ...concert, sections: concert.sections.map(one => ({ ...one, available: 0 })) }
  const kept = withKept(soldOut, { ...vip, section: 'Stalls' })
  expect([saleOf(soldOut), saleOf(kept)]).toEqual(['sold-out', 'open'])
  expect(saleOf({ ...kept, sale: 'ended' })).toBe('ended')
})
