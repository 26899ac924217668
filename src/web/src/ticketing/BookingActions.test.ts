import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { BookingDetails } from '@/api/types'
import { booking, concert } from '@/testing/cast'
import { stage } from '@/testing/stage'
import BookingActions from './BookingActions.vue'

enableAutoUnmount(afterEach)

const standing = {
  ...booking, event: concert, status: 'confirmed', total: 48, total_tickets: 2, changeable: true,
} as unknown as BookingDetails

async function actions(change: Partial<BookingDetails>) {
  const { wrapper } = await stage(BookingActions, { booking: { ...standing, ...change } })
  return { names: wrapper.findAll('button').map(button => button.text()), why: wrapper.find('.why') }
}

it('offers to change what can be changed', async () => {
  const { names, why } = await actions({})
  expect(names).toEqual(expect.arrayContaining(['Change', 'Cancel']))
  expect(why.exists()).toBe(false)
})

it('says why a booking that stands is not changed', async () => {
  const { names, why } = await actions({ changeable: false })
  expect(names).not.toContain('Change')
  expect(why.text()).toContain('are not changed: cancel this one and book anew.')
})

it.each([
  { status: 'refunded' as const }, { status: 'expired' as const },
  { event: { ...concert, date: '2020-01-01T20:00:00Z' } as unknown as BookingDetails['event'] },
])('says nothing of it where nothing can be done any more: %o', async (change) => {
  expect((await actions({ ...change, changeable: false })).why.exists()).toBe(false)
})
