import { afterEach, expect, it, vi } from 'vitest'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import SandboxPage from './SandboxPage.vue'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const payment = {
  reference: 'r1', amount: 24, currency: 'EUR', description: 'Three Cellos', state: 'pending',
  expires_at: '2999-01-01T00:00:00Z', return_url: '/checkout/6b0f',
}

it('sends back to the shop once the shop has heard of it', async () => {
  vi.useFakeTimers()
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined)
  let heard = 'pending'
  serve({
    'GET /sandbox/payments/r1': () => ({ ...payment, state: heard }),
    'POST /sandbox/payments/r1': () => ({ ...payment, state: 'declined' }),
  })
  const { wrapper } = await stage(SandboxPage, { reference: 'r1' })
  await vi.advanceTimersByTimeAsync(100)
  await wrapper.findAll('button').find(button => button.text() === 'Decline the card')!.trigger('click')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(assign).not.toHaveBeenCalled()
  heard = 'declined'
  await vi.advanceTimersByTimeAsync(500)
  expect(assign).toHaveBeenCalledExactlyOnceWith('/checkout/6b0f?payment=declined')
  wrapper.unmount()
})
