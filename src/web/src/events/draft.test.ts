import { describe, expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { blankDraft, changeOf, draftOf, newSection, requestOf, tagsOf } from './draft'

describe('event draft', () => {
  it('comes back as it went in', () => {
    const request = requestOf(draftOf(concert))
    expect(request).toMatchObject({
      title: concert.title,
      date: '2999-07-03T18:30:00.000Z',
      time_zone: 'Europe/Monaco',
      currency: 'EUR',
      tags: ['classical'],
      max_tickets_per_user: 5,
    })
    expect(request.sections?.map(({ id, name, price }) => [id, name, price]))
      .toEqual([[1, 'Stalls', 42.5], [2, 'Balcony', 24], [3, 'Box', 60]])
  })

  it('names the lowest price as the ticket price', () => {
    expect(requestOf(draftOf(concert)).ticket_price).toBe(24)
  })

  it('does not claim the drawn poster as a picture of its own', () => {
    expect(draftOf(concert).image_url).toBe('')
    expect(draftOf({ ...concert, image_url: 'https://example.com/a.jpg' }).image_url).toBe('https://example.com/a.jpg')
  })

  it('reads the starting time on the clock that was chosen', () => {
    const draft = { ...blankDraft(), starts: '2027-01-10T20:00', time_zone: 'America/New_York' }
    expect(requestOf(draft).date).toBe('2027-01-11T01:00:00.000Z')
  })

  it('says what was emptied', () => {
    expect(changeOf({ ...draftOf(concert), ends: '' })).toMatchObject({ ends_at: '', image_url: '', venue_id: 0 })
  })

  it('gives every row a key of its own', () => {
    expect(newSection().key).not.toBe(newSection().key)
  })

  it('takes tags apart', () => {
    expect(tagsOf(' jazz, open air,, jazz ')).toEqual(['jazz', 'open air'])
  })
})
