import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from '@/api/types'
import { resume } from './push'

const { post } = vi.hoisted(() => ({ post: vi.fn(async () => ({ data: {} })) }))
vi.mock('@/api/client', () => ({ api: { POST: post }, body: (answer: unknown) => answer }))

const kept = { endpoint: 'https://push.example/1', toJSON: () => ({ endpoint: kept.endpoint, keys: {} }) }

const session = (id: number, hour: number) =>
  ({ user: { id }, expires_at: `2031-05-01T0${hour}:00:00Z` }) as Session

describe('a browser that was turned on', () => {
  beforeEach(() => {
    vi.clearAllMocks()
    vi.stubGlobal('PushManager', class {})
    vi.stubGlobal('Notification', { permission: 'granted' })
    vi.stubGlobal('navigator', { serviceWorker: {
      getRegistration: async () => ({ pushManager: { getSubscription: async () => kept } }),
    } })
    localStorage.setItem('seatmate-push', '7 2031-05-01T01:00:00Z')
  })

  it('is told of once when the same person signs in again', async () => {
    await resume(session(7, 2))
    await resume(session(7, 2))
    expect(post).toHaveBeenCalledTimes(1)
    const body = { endpoint: kept.endpoint, p256dh: '', auth: '' }
    expect(post).toHaveBeenCalledWith('/push/subscriptions', { body })
  })

  it.each([
    ['is told nothing in the session in which it was turned on', session(7, 1), 'granted'],
    ['does not push to somebody else', session(77, 2), 'granted'],
    ['does not push without permission', session(7, 2), 'denied'],
  ])('%s', async (_, now, permission) => {
    vi.stubGlobal('Notification', { permission })
    await resume(now)
    expect(post).not.toHaveBeenCalled()
  })

  it('is not turned on by a sign-in', async () => {
    localStorage.removeItem('seatmate-push')
    await resume(session(7, 2))
    expect(post).not.toHaveBeenCalled()
  })
})
