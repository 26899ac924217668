import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HoldDetails } from '@/api/types'
import { bensSession, booking, hold } from '@/testing/cast'
import { Refusal, serve, type Call } from '@/testing/server'
import { stage } from '@/testing/stage'
import { rememberToken } from './guestTokens'
import HoldPage from './HoldPage.vue'

enableAutoUnmount(afterEach)

const asBen = { 'GET /auth/session': () => bensSession }
const expired: HoldDetails = { ...hold, status: 'expired', expires_at: null, extendable: false }
const guests: HoldDetails = { ...hold, token: 'secret' }
const ordersOf = (calls: Call[]) => calls.filter(({ method, path }) => method === 'POST' && path === '/orders')

async function checkout(): Promise<Awaited<ReturnType<typeof stage>>> {
  const staged = await stage(HoldPage, { id: '70' }, '/checkout/hold/70')
  await vi.advanceTimersByTimeAsync(100)
  return staged
}

async function press(wrapper: VueWrapper, name: string): Promise<void> {
  const button = wrapper.findAll('button').find(one => one.text() === name)
  await (button?.attributes('type') === 'submit' ? wrapper.find('form').trigger('submit') : button?.trigger('click'))
  await flushPromises()
}

describe('the checkout of a hold', () => {
  const assign = vi.fn()
  beforeEach(() => {
    sessionStorage.clear()
    vi.useFakeTimers({ now: Date.parse(hold.server_time) })
    vi.spyOn(location, 'assign').mockImplementation(assign)
    assign.mockClear()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('orders once, with a key, and goes on to the payment', async () => {
    const calls = serve({ ...asBen, 'GET /holds/70': () => hold, 'POST /orders': () => booking })
    const { wrapper } = await checkout()
    await Promise.all([press(wrapper, 'Pay €144.00'), press(wrapper, 'Pay €144.00')])
    expect(ordersOf(calls)).toHaveLength(1)
    expect(ordersOf(calls)[0]).toMatchObject({ body: { hold_id: 70, name: null, email: null }, token: null })
    expect(ordersOf(calls)[0]?.key).toMatch(/^[0-9a-f-]{36}$/)
    expect(assign).toHaveBeenCalledExactlyOnceWith('/pay/sandbox/r1')
  })

  it('goes straight to the tickets when nothing is due', async () => {
    const free = { ...booking, status: 'confirmed', pay_url: null }
    serve({ ...asBen, 'GET /holds/70': () => ({ ...hold, total: 0 }), 'POST /orders': () => free })
    const { wrapper, router } = await checkout()
    await press(wrapper, 'Get tickets')
    expect(router.currentRoute.value.path).toBe('/checkout/6b0f')
  })

  it('asks a guest who they are, shows their token, and leads to the whole link', async () => {
    rememberToken(70, 'secret')
    const free = { ...booking, status: 'confirmed', pay_url: null, user: null }
    const calls = serve({ 'GET /holds/70': () => ({ ...guests, total: 0 }), 'POST /orders': () => free })
    const { wrapper, router } = await checkout()
    await press(wrapper, 'Get tickets')
    expect(ordersOf(calls)).toEqual([])
    expect(wrapper.findAll('.field__errors').map(one => one.text())).toHaveLength(2)
    expect(document.activeElement).toBe(wrapper.find('input[name="name"]').element)

    await wrapper.find('input[name="name"]').setValue('Gil Guest')
    await wrapper.find('input[name="email"]').setValue(' gil@example.org ')
    await press(wrapper, 'Get tickets')
    expect(ordersOf(calls)[0]).toMatchObject({
      token: 'secret', body: { hold_id: 70, name: 'Gil Guest', email: 'gil@example.org' },
    })
    expect(router.currentRoute.value.fullPath).toBe('/guest/orders/70#secret')
  })

  it('asks nobody who has signed in meanwhile, and their account gets the tickets', async () => {
    rememberToken(70, 'secret')
    const calls = serve({ ...asBen, 'GET /holds/70': () => guests, 'POST /orders': () => booking })
    const { wrapper } = await checkout()
    expect(wrapper.find('input').exists()).toBe(false)
    await press(wrapper, 'Pay €144.00')
    expect(ordersOf(calls)[0]).toMatchObject({ token: 'secret', body: { hold_id: 70, name: null, email: null } })
  })

  it('sees its time run out, and says what can be done', async () => {
    let now = hold
    serve({ ...asBen, 'GET /holds/70': () => now, 'POST /orders': () => booking })
    const { wrapper } = await checkout()
    await vi.advanceTimersByTimeAsync(9.5 * 60_000)
    expect(wrapper.find('[role="timer"]').text()).toBe('0:30')
    expect(wrapper.text()).toContain('Less than 30 seconds left')
    now = expired
    await vi.advanceTimersByTimeAsync(31_000)
    expect(wrapper.find('h1').text()).toBe('Time is up')
    await press(wrapper, 'Try to get them again')
    expect(assign).toHaveBeenCalled()
  })

  it('shows the time also beside the payment, and says it aloud once', async () => {
    serve({ ...asBen, 'GET /holds/70': () => hold })
    const { wrapper } = await checkout()
    await vi.advanceTimersByTimeAsync(9.5 * 60_000)
    const beside = wrapper.get('.foot__time')
    expect(beside.text()).toMatch(/^Held for\s*0:30$/)
    expect(beside.attributes('aria-hidden')).toBe('true')
    expect(beside.classes()).toContain('foot__time--short')
    expect(wrapper.findAll('[role="timer"]')).toHaveLength(1)
    expect(wrapper.findAll('[aria-live="polite"]')).toHaveLength(1)
  })

  it('leads to the words that the time is up, wherever the page is', async () => {
    const scrollTo = vi.spyOn(window, 'scrollTo').mockImplementation(() => undefined)
    serve({ 'GET /holds/70': () => guests })
    const { wrapper } = await checkout()
    wrapper.find<HTMLInputElement>('input[name="email"]').element.focus()
    await vi.advanceTimersByTimeAsync(9 * 60_000)
    expect(scrollTo).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(document.activeElement).toBe(wrapper.find('h1').element)
    expect(scrollTo).toHaveBeenCalledExactlyOnceWith({ top: 0 })
    expect(wrapper.find('.foot__time').exists()).toBe(false)
  })

  it('asks again when what is left of an expired hold is not the same', async () => {
    const left: HoldDetails = { ...hold, lines: hold.lines.slice(0, 1), total: 24, total_tickets: 1 }
    const answers = [() => { throw new Refusal(409, 'changed', 'hold-changed', left) }, () => booking]
    const calls = serve({ ...asBen, 'GET /holds/70': () => expired, 'POST /orders': () => answers.shift()?.() })
    const { wrapper } = await checkout()
    await press(wrapper, 'Try to get them again')
    expect(wrapper.find('h1').text()).toBe('Is this still right?')
    expect(document.activeElement).toBe(wrapper.find('h1').element)
    expect(wrapper.find('.notice').text()).toContain('2 × Box are gone.')
    expect(wrapper.find('.notice').text()).toContain('The total is €24.00 now; it was €144.00.')
    await press(wrapper, 'Pay €24.00')
    expect(new Set(ordersOf(calls).map(call => call.key)).size).toBe(2)
    expect(assign).toHaveBeenCalledOnce()
  })

  it('says when somebody was faster, and leads back to what is left', async () => {
    const gone = () => { throw new Refusal(409, 'No more Box tickets available, please…', 'section-sold-out') }
    serve({ ...asBen, 'GET /holds/70': () => expired, 'POST /orders': gone })
    const { wrapper } = await checkout()
    await press(wrapper, 'Try to get them again')
    expect(wrapper.find('h1').text()).toBe('Somebody was faster')
    expect(wrapper.find('[role="alert"]').text()).toContain('Not so many places are left in Box.')
    const out = wrapper.findAll('a').find(link => link.text() === 'See what is left')
    expect(out?.attributes('href')).toBe('/e/three-cellos?tickets=1,Balcony&tickets=2,Box')
  })

  it('does not offer again what is not on sale any more', async () => {
    const over = () => { throw new Refusal(409, 'This event is over', 'event-over') }
    serve({ ...asBen, 'GET /holds/70': () => expired, 'POST /orders': over })
    const { wrapper } = await checkout()
    await press(wrapper, 'Try to get them again')
    expect(wrapper.find('h1').text()).toBe('This cannot be ordered')
    expect(wrapper.find('[role="alert"]').text()).toBe('This event is over.')
    expect(wrapper.find('button[type="submit"]').exists()).toBe(false)
  })

  it('tells a guest in another tab where their places may be', async () => {
    serve({ 'GET /auth/session': () => { throw new Refusal(401, 'no') } })
    const { wrapper } = await checkout()
    expect(wrapper.text()).toContain('go on in the tab or window where you did')
    serve(asBen)
    expect((await checkout()).wrapper.text()).toContain('We hold no places for you at this address.')
  })

  it('gives more time, once', async () => {
    const later = { ...hold, extendable: false, expires_at: '2027-01-01T12:30:00Z' }
    const calls = serve({ ...asBen, 'GET /holds/70': () => hold, 'POST /holds/70/extension': () => later })
    const { wrapper } = await checkout()
    await press(wrapper, 'More time')
    expect(calls.at(-1)).toMatchObject({ path: '/holds/70/extension', key: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(wrapper.find('[role="timer"]').text()).toMatch(/^(30:00|29:5\d)$/)
    expect(wrapper.text()).not.toContain('More time')
  })

  it('leads to the order what was ordered before, and back to the event what was given back', async () => {
    serve({ ...asBen, 'GET /holds/70': () => ({ ...hold, status: 'ordered' }), 'GET /orders/70': () => booking })
    expect((await checkout()).router.currentRoute.value.path).toBe('/checkout/6b0f')
    serve({ ...asBen, 'GET /holds/70': () => ({ ...hold, status: 'released' }) })
    expect((await checkout()).wrapper.text()).toContain('You gave these places back')
  })
})
