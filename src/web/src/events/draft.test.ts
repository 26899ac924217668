import { describe, expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { blankDraft, changeOf, draftOf, draftOnTop, faultsOf, requestOf, tagsOf } from './draft'
import { newSection } from './sectionDrafts'

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

  it('keeps which sections share places, and which have no limit', () => {
    const pools = [{ name: 'Hall', capacity: 60, available: 10 }]
    const [stalls, balcony] = concert.sections
    const shared = draftOf({ ...concert, pools, sections: [
      { ...stalls!, pool: 'Hall' }, { ...balcony!, pool: 'Hall', capacity: null, unlimited: true },
    ] })
    expect(requestOf(shared).pools).toEqual([{ name: 'Hall', capacity: 60 }])
    expect(requestOf(shared).sections?.map(({ pool, capacity, unlimited }) => [pool, capacity, unlimited]))
      .toEqual([['Hall', 50, false], ['Hall', null, true]])
    expect(changeOf(shared, draftOf({ ...concert, pools, sections: [
      { ...stalls!, pool: 'Hall' }, { ...balcony!, pool: 'Hall', capacity: null, unlimited: true },
    ] }))).toEqual({})
    expect(faultsOf(shared)).toEqual({})
    const alone = { ...shared, sections: shared.sections.map(section => ({ ...section, pool: '' })) }
    expect(Object.keys(faultsOf(alone))).toEqual(['pools[0].name'])
  })

  it('says of a section whether it is sold only when that was changed', () => {
    const loaded = draftOf(concert)
    const stated = (change: object) =>
      changeOf({ ...loaded, sections: loaded.sections.map(section => ({ ...section, ...change })) }, loaded).sections
    expect(stated({ price: '30' })?.map(({ sale }) => sale)).toEqual([undefined, undefined, undefined])
    expect(stated({ sale: 'closed' })?.map(({ sale }) => sale)).toEqual(['closed', 'closed', 'closed'])
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
    const loaded = draftOf({ ...concert, image_url: 'https://example.com/a.jpg' })
    expect(changeOf({ ...loaded, ends: '', image_url: '' }, loaded)).toMatchObject({ ends_at: '', image_url: '' })
  })

  it('says when the sale starts and ends on the clock of the event, and that it has no end any more', () => {
    const sold = { ...concert, sale_starts_at: '2999-06-01T08:00:00Z', sale_ends_at: '2999-07-03T16:00:00Z' }
    const loaded = draftOf(sold)
    expect(loaded).toMatchObject({ sale_starts: '2999-06-01T10:00', sale_ends: '2999-07-03T18:00' })
    expect(changeOf({ ...loaded, sale_starts: '2999-06-02T10:00', sale_ends: '' }, loaded))
      .toEqual({ sale_starts_at: '2999-06-02T08:00:00.000Z', sale_ends_at: '' })
    expect(Object.keys(faultsOf({ ...loaded, sale_starts: '20277-06-01T10:00' }))).toEqual(['sale_starts_at'])
    expect(requestOf(blankDraft())).toMatchObject({ sale_starts_at: undefined, sale_ends_at: undefined })
  })

  it('says only what was changed, so that two who edit do not undo each other', () => {
    const loaded = draftOf(concert)
    expect(changeOf(draftOf(concert), loaded)).toEqual({})
    expect(changeOf({ ...loaded, title: 'Four Cellos' }, loaded)).toEqual({ title: 'Four Cellos' })
    const dearer = { ...loaded, sections: loaded.sections.map(section => ({ ...section, price: '30' })) }
    expect(Object.keys(changeOf(dearer, loaded)).sort()).toEqual(['sections', 'ticket_price'])
    expect(changeOf({ ...loaded, starts: '2999-07-03T20:00' }, loaded))
      .toEqual({ date: '2999-07-03T18:00:00.000Z', ends_at: '2999-07-03T20:00:00.000Z', time_zone: 'Europe/Monaco' })
  })

  it('puts what was typed on top of what somebody else saved', () => {
    const loaded = draftOf(concert)
    const [stalls, balcony, box] = loaded.sections
    const mine = {
      ...loaded, title: 'Four Cellos', starts: '2999-07-04T20:00',
      sections: [stalls!, { ...balcony!, price: '25' }, newSection('Loge', '80', 4)],
    }
    const theirs = draftOf({
      ...concert, title: 'Five Cellos', description: 'Five.', time_zone: 'UTC', sections: [
        { ...concert.sections[0]!, price: 45 }, { ...concert.sections[1]!, capacity: 41 }, concert.sections[2]!,
        { ...concert.sections[2]!, id: 4, name: 'Pit' },
      ],
    })
    const both = draftOnTop(mine, loaded, theirs)
    expect(both).toMatchObject({
      title: 'Four Cellos', description: 'Five.', starts: '2999-07-04T20:00', time_zone: 'Europe/Monaco',
    })
    expect(both.sections.map(({ id, name, price, capacity }) => [id, name, price, capacity])).toEqual([
      [1, 'Stalls', '45', 50], [2, 'Balcony', '25', 40], [undefined, 'Loge', '80', 4], [4, 'Pit', '60', 8],
    ])
    expect(box!.id).toBe(3)
    const changed = { ...loaded, sections: [{ ...balcony!, price: '25' }] }
    expect(draftOnTop(changed, loaded, { ...loaded, sections: [stalls!] }).sections.map(({ id }) => id))
      .toEqual([undefined])
  })

  it('stands a year that is still typed, and says so before it is sent', () => {
    const loaded = draftOf(concert)
    const typing = { ...loaded, starts: '20277-07-03T20:00', ends: '20277-07-03T22:00' }
    expect(changeOf(typing, loaded)).toMatchObject({ date: '' })
    expect(Object.keys(faultsOf(typing))).toEqual(['date', 'ends_at'])
    expect(changeOf({ ...loaded, starts: '0002-07-03T20:00' }, loaded).date).toMatch(/^0002-07-03/)
    expect(faultsOf({ ...loaded, ends: '' })).toEqual({})
  })

  it('reads a price with a comma', () => {
    const draft = { ...blankDraft(), sections: [newSection('Stalls', '12,50', 10)] }
    expect(faultsOf(draft)).toEqual({})
    expect(requestOf(draft)).toMatchObject({ ticket_price: 12.5, sections: [{ price: 12.5 }] })
  })

  it('does not take an empty price for nothing to pay', () => {
    const draft = { ...blankDraft(), tax_percent: '', sections: [newSection('A', '12', 10), newSection('B', '', 10)] }
    expect(Object.keys(faultsOf(draft))).toEqual(['sections[1].price', 'tax_percent'])
    expect(requestOf(draft)).toMatchObject({ ticket_price: null, sections: [{ price: 12 }, { price: null }] })
    expect(faultsOf({ ...draft, tax_percent: '5,5', sections: [newSection('A', '1,200', 10)] }))
      .toHaveProperty('sections[0].price')
  })

  it('gives every row a key of its own', () => {
    expect(newSection().key).not.toBe(newSection().key)
  })

  it('takes tags apart', () => {
    expect(tagsOf(' jazz, open air,, jazz ')).toEqual(['jazz', 'open air'])
  })

  it('loses none of too many tags, and says how many are possible', () => {
    const [ten, eleven] = [10, 11].map(count => Array.from({ length: count }, (_, i) => `tag ${i}`))
    expect(faultsOf({ ...blankDraft(), tags: ten!.join(',') }).tags).toBeUndefined()
    const draft = { ...blankDraft(), tags: eleven!.join(',') }
    expect(faultsOf(draft).tags).toEqual(['Up to ten tags are possible, and these are 11.'])
    expect(requestOf(draft).tags).toEqual(eleven)
  })
})
