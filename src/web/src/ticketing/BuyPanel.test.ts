import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ben, bensSession, booking, concert } from '@/testing/cast'
import { Refusal, serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import BuyPanel from './BuyPanel.vue'

const asBen = { 'GET /auth/session': () => bensSession }
const booked = { ...asBen, 'POST /events/7/attending': () => booking }
const places = (left: number[], state = 'available') => ({
  event_id: 7, sale: 'open', as_of: '2027-01-01T12:00:00Z',
  sections: concert.sections.map((section, i) => ({ ...section, left: left[i], state: left[i] ? 'available' : state })),
})
const panel = (address = '/e/three-cellos', event = concert) => stage(BuyPanel, { event }, address)

afterEach(() => {
  vi.useRealTimers()
})

describe('BuyPanel', () => {
  it('starts with the first section that has places left', async () => {
    serve(booked)
    const { wrapper } = await panel()
    expect(wrapper.find<HTMLInputElement>('input:checked').element.value).toBe('Balcony')
    expect(wrapper.find('output[aria-label="Total"]').text()).toBe('€24')
  })

  it('shows what it will cost', async () => {
    serve(booked)
    const { wrapper } = await panel()
    await wrapper.find('[aria-label="One more"]').trigger('click')
    expect(wrapper.find('output[aria-label="Total"]').text()).toBe('€48')
    await wrapper.find('input[value="Box"]').setValue()
    expect(wrapper.find('output[aria-label="Total"]').text()).toBe('€120')
  })

  it('never offers more than there are, or than one person may have', async () => {
    serve(booked)
    const { wrapper } = await panel('/e/three-cellos?section=Balcony&tickets=99')
    expect(wrapper.find('.stepper output').text()).toBe('5')
    await wrapper.find('input[value="Box"]').setValue()
    expect(wrapper.find('.stepper output').text()).toBe('3')
    expect(wrapper.find('[aria-label="One more"]').attributes('aria-disabled')).toBe('true')
  })

  it('books once for a double click and goes on to pay', async () => {
    const calls = serve(booked)
    const { wrapper, router } = await panel()
    await Promise.all([wrapper.find('form').trigger('submit'), wrapper.find('form').trigger('submit')])
    await flushPromises()
    const bookings = calls.filter(call => call.method === 'POST')
    expect(bookings).toHaveLength(1)
    expect(bookings[0]).toMatchObject({ body: { seat_section: 'Balcony', total_tickets: 1 } })
    expect(bookings[0]?.key).toMatch(/^[0-9a-f-]{36}$/)
    expect(router.currentRoute.value.path).toBe('/checkout/6b0f')
  })

  it('sends a visitor to sign in and keeps the choice', async () => {
    serve({ 'GET /auth/session': () => { throw new Refusal(401, 'no') } })
    const { wrapper, router } = await panel('/e/three-cellos?section=Box&tickets=2')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/sign-in')
    expect(router.currentRoute.value.query.next).toBe('/e/three-cellos?section=Box&tickets=2')
  })

  it('says why it did not work', async () => {
    const refusal = 'No more Balcony tickets available, please select a different seat section'
    serve({ ...asBen, 'POST /events/7/attending': () => { throw new Refusal(409, refusal) } })
    const { wrapper, router } = await panel()
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(wrapper.find('[role="alert"]').text()).toContain(refusal)
    expect(router.currentRoute.value.path).toBe('/e/three-cellos')
  })

  it('sells nothing when everything is sold, over or a draft', async () => {
    serve(booked)
    const soldOut = { ...concert, sections: concert.sections.map(section => ({ ...section, available: 0 })) }
    const over = { ...concert, date: '2020-01-01T20:00:00Z', ends_at: '2020-01-01T22:00:00Z' }
    const draft = { ...concert, status: 'draft' as const, creator: ben }
    for (const event of [soldOut, over, draft]) {
      const { wrapper } = await panel('/e/three-cellos', event)
      expect(wrapper.find('form').exists()).toBe(false)
    }
  })

  it('looks again while it is seen: places go, may return, and are there again', async () => {
    vi.useFakeTimers()
    let now = places([0, 12, 0], 'may_return')
    const calls = serve({ ...asBen, 'GET /events/7/availability': () => now })
    const { wrapper } = await panel()
    await vi.advanceTimersByTimeAsync(100)
    expect(wrapper.text()).toContain('Only 12 left')
    expect(wrapper.text()).toContain('None left, but some may return')

    now = places([0, 0, 0], 'may_return')
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('some may return')

    now = places([0, 0, 0], 'sold_out')
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.text()).not.toContain('may return')

    now = places([2, 0, 0], 'sold_out')
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.find('form').text()).toContain('Only 2 left')

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    window.dispatchEvent(new Event('visibilitychange'))
    const before = calls.length
    await vi.advanceTimersByTimeAsync(20_000)
    expect(calls).toHaveLength(before)
    vi.restoreAllMocks()
    window.dispatchEvent(new Event('visibilitychange'))
  })
})
