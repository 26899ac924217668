import { describe, expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { commonTags, suits, type Choice } from './discovery'

const anything: Choice = { term: '', frame: 'any', free: false, tag: '' }
const now = new Date('2999-07-03T10:00:00Z')

describe('discovery', () => {
  it('sieves what a search finds like the list does', () => {
    expect(suits(concert, anything, now)).toBe(true)
    expect(suits(concert, { ...anything, frame: 'today' }, now)).toBe(true)
    expect(suits(concert, { ...anything, free: true }, now)).toBe(false)
    expect(suits(concert, { ...anything, tag: 'jazz' }, now)).toBe(false)
    expect(suits(concert, { ...anything, frame: 'week' }, new Date('2999-07-05T00:00:00Z'))).toBe(false)
    expect(suits(concert, anything, new Date('2999-07-05T00:00:00Z'))).toBe(true)
  })

  it('offers the most common tags first, and always the chosen one', () => {
    const events = [{ ...concert, tags: ['jazz', 'free'] }, { ...concert, tags: ['jazz'] }]
    expect(commonTags(events, '')).toEqual(['jazz', 'free'])
    expect(commonTags(events, 'opera')).toEqual(['opera', 'jazz', 'free'])
  })
})
