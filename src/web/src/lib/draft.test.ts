import { beforeEach, describe, expect, it } from 'vitest'
import { draftsBelongTo, forgetDrafts, useDraft } from './draft'

const blank = () => ({ title: '', content: '' })

beforeEach(() => sessionStorage.clear())

describe('a draft', () => {
  it('is there again until it was sent', () => {
    const first = useDraft('post', blank)
    first.draft.value.title = 'Who is going?'
    const again = useDraft('post', blank)
    expect(again.draft.value).toEqual({ title: 'Who is going?', content: '' })
    again.clear()
    expect(useDraft('post', blank).draft.value).toEqual(blank())
    expect(sessionStorage).toHaveLength(0)
  })

  it('is one of its own for each thing', () => {
    useDraft('comment:1', blank).draft.value.content = 'See you there'
    expect(useDraft('comment:2', blank).draft.value.content).toBe('')
  })

  it('is not for the next person in the same tab', () => {
    draftsBelongTo(1)
    useDraft('post', blank).draft.value.title = 'Mine'
    draftsBelongTo(1)
    expect(useDraft('post', blank).draft.value.title).toBe('Mine')
    draftsBelongTo(2)
    expect(useDraft('post', blank).draft.value.title).toBe('')
  })

  it('of a visitor is there once they have signed in, and gone once they sign out', () => {
    useDraft('guest', blank).draft.value.title = 'Gil'
    draftsBelongTo(1)
    expect(useDraft('guest', blank).draft.value.title).toBe('Gil')
    forgetDrafts()
    expect(sessionStorage).toHaveLength(0)
  })

  it('that cannot be read is none', () => {
    sessionStorage.setItem('draft:post', '{')
    expect(useDraft('post', blank).draft.value).toEqual(blank())
  })
})
