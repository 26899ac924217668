import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BookingDetails } from '@/api/types'
import { booking, hold } from '@/testing/cast'
import { stage } from '@/testing/stage'
import BookingView from './BookingView.vue'

enableAutoUnmount(afterEach)
beforeEach(() => vi.useFakeTimers({ now: Date.parse(hold.server_time) }))
afterEach(() => vi.useRealTimers())

const { event, lines, total, total_tickets, tax, currency, expires_at, server_time } = hold
const unpaid = {
  ...booking, event, lines, total, total_tickets, tax, currency, expires_at, server_time, tickets: [],
} as unknown as BookingDetails

/** The page of a booking that may become another one meanwhile. */
async function page(first: Partial<BookingDetails>) {
  let now: BookingDetails = { ...unpaid, ...first }
  const load = vi.fn(() => Promise.resolve(now))
  const { wrapper } = await stage(BookingView, { name: '6b0f', load, missing: '' })
  const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000)
  await wait(0.1)
  return { wrapper, wait, load, become: (change: Partial<BookingDetails>) => (now = { ...now, ...change }) }
}

const paid: Partial<BookingDetails> = { status: 'confirmed', pay_url: null, expires_at: null }

it('has the tickets of money that came after the time was up', async () => {
  const { wrapper, wait, become } = await page({ status: 'expired', pay_url: null, expires_at: null })
  expect(wrapper.find('h1').text()).toBe('Time is up')
  become(paid)
  await wait(6)
  expect(wrapper.find('h1').text()).toBe('You are going')
})

it('says that it was cancelled elsewhere, from its top, and then asks no more', async () => {
  const scrollTo = vi.spyOn(window, 'scrollTo').mockImplementation(() => undefined)
  const { wrapper, wait, load, become } = await page(paid)
  expect(scrollTo).not.toHaveBeenCalled()
  become({ status: 'refunded' })
  await wait(31)
  expect(wrapper.find('h1').text()).toBe('Refunded')
  expect(scrollTo).toHaveBeenCalledExactlyOnceWith({ top: 0 })
  const asked = load.mock.calls.length
  await wait(120)
  expect(load).toHaveBeenCalledTimes(asked)
})

it('says in the right number what the link of a guest gives away', async () => {
  const one = await page({ ...paid, user: null, total_tickets: 1 })
  expect(one.wrapper.text()).toMatch(/has\s+it and can cancel it:\s+keep the link to yourself/)
  const three = await page({ ...paid, user: null, total_tickets: 3 })
  expect(three.wrapper.text()).toMatch(/has\s+them and can cancel them:/)
})

it('has nothing to press between two payments', async () => {
  const { wrapper, wait, become } = await page({ pay_url: null })
  expect(wrapper.find('.button--primary').exists()).toBe(false)
  expect(wrapper.text()).toContain('we are waiting for the payment provider')
  become({ pay_url: '/pay/sandbox/r2' })
  await wait(3)
  expect(wrapper.find('.button--primary').attributes('href')).toBe('/pay/sandbox/r2')
})
