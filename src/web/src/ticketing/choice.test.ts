import { expect, it } from 'vitest'
import { choiceIn, pageWithChoice } from './choice'

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
