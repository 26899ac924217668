import { describe, expect, it } from 'vitest'
import { isTimeFrame, spanOf } from './timeFrames'

const wednesday = new Date(2027, 5, 9, 12)
const friday = new Date(2027, 5, 11, 17)
const monday = new Date(2027, 5, 14)

describe('time frames', () => {
  it('begins the weekend on Friday evening and ends it on Sunday night', () => {
    expect(spanOf('weekend', wednesday)).toEqual({ from: friday, until: monday })
  })

  it('stays in the weekend that has begun', () => {
    const sunday = new Date(2027, 5, 13, 15)
    expect(spanOf('weekend', sunday)).toEqual({ from: new Date(2027, 5, 13, 12), until: monday })
  })

  it('ends today at midnight', () => {
    expect(spanOf('today', wednesday).until).toEqual(new Date(2027, 5, 10))
  })

  it('is the same for all who look in the same minute', () => {
    const [early, late] = [new Date(2027, 5, 9, 12, 0, 0, 1), new Date(2027, 5, 9, 12, 0, 59, 999)]
    expect(spanOf('any', early)).toEqual(spanOf('any', late))
  })

  it('leaves any day open', () => {
    expect(spanOf('any', wednesday).until).toBeNull()
  })

  it('knows its own words only', () => {
    expect([isTimeFrame('week'), isTimeFrame('year')]).toEqual([true, false])
  })
})
