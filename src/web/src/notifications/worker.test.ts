import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const origin = 'https://seatmate.example'
const source = readFileSync('public/sw.js', 'utf8')

interface Page { url: string, focus: () => Promise<void>, navigate: (url: string) => Promise<void> }

const open: Page[] = []
const openWindow = vi.fn(async () => undefined)
const subscribe = vi.fn<(options: object) => Promise<unknown>>(async () => subscription('anew'))
const fetch = vi.fn<(path: string, request: RequestInit) => Promise<Response>>(async () => new Response())
const listeners = new Map<string, (event: object) => void>()

const page = (path: string): Page =>
  ({ url: origin + path, focus: vi.fn(async () => undefined), navigate: vi.fn(async () => undefined) })

const subscription = (name: string) => ({
  options: { userVisibleOnly: true, applicationServerKey: name },
  toJSON: () => ({ endpoint: `https://push.example/${name}`, keys: { p256dh: `${name}-key`, auth: `${name}-auth` } }),
})

/** Lets the worker hear it, and waits for what it wants to be waited for. */
async function tell(type: string, event: object): Promise<void> {
  let work: Promise<unknown> = Promise.resolve()
  listeners.get(type)?.({ ...event, waitUntil: (promise: Promise<unknown>) => (work = promise) })
  await work
}

async function press(link: string): Promise<() => void> {
  const close = vi.fn()
  await tell('notificationclick', { notification: { close, data: { link } } })
  return close
}

beforeEach(() => {
  open.length = 0
  vi.clearAllMocks()
  const self = {
    location: { origin },
    clients: { matchAll: async () => open, openWindow },
    registration: { pushManager: { subscribe } },
    addEventListener: (type: string, heard: (event: object) => void) => listeners.set(type, heard),
  }
  runInNewContext(source, { self, fetch, URL })
})

describe('what is pressed', () => {
  it('opens where no page of ours is open, and is gone', async () => {
    const close = await press('/bookings/7')
    expect(close).toHaveBeenCalledOnce()
    expect(openWindow).toHaveBeenCalledExactlyOnceWith(`${origin}/bookings/7`)
  })

  it('comes to the front where it is open already', async () => {
    open.push(page('/'), page('/bookings/7'))
    await press('/bookings/7')
    expect(open[1]?.focus).toHaveBeenCalledOnce()
    for (const { navigate } of open) expect(navigate).not.toHaveBeenCalled()
    expect(open[0]?.focus).not.toHaveBeenCalled()
    expect(openWindow).not.toHaveBeenCalled()
  })

  it('leads a page of ours there', async () => {
    open.push(page('/'))
    await press('/bookings/7')
    expect(open[0]?.focus).toHaveBeenCalledOnce()
    expect(open[0]?.navigate).toHaveBeenCalledExactlyOnceWith(`${origin}/bookings/7`)
  })

  it('opens beside a page that cannot be led', async () => {
    open.push({ ...page('/'), navigate: async () => Promise.reject(new TypeError('not controlled')) })
    await press('/bookings/7')
    expect(openWindow).toHaveBeenCalledExactlyOnceWith(`${origin}/bookings/7`)
  })

  it('never leads to another site', async () => {
    open.push(page('/'))
    for (const link of ['https://evil.example/', '//evil.example/', 'javascript:alert(1)']) await press(link)
    expect(open[0]?.navigate).not.toHaveBeenCalled()
    expect(openWindow).not.toHaveBeenCalled()
  })
})

describe('a browser that gives itself another address', () => {
  const told = () => fetch.mock.calls.map(([path, { body, method }]) => [method, path, JSON.parse(String(body))])

  it('tells the server', async () => {
    await tell('pushsubscriptionchange', { newSubscription: subscription('new') })
    expect(told()).toEqual([
      ['POST', '/push/subscriptions', { endpoint: 'https://push.example/new', p256dh: 'new-key', auth: 'new-auth' }],
    ])
  })

  it('subscribes as before where it has only lost the old one', async () => {
    const oldSubscription = subscription('old')
    await tell('pushsubscriptionchange', { oldSubscription })
    expect(subscribe).toHaveBeenCalledExactlyOnceWith(oldSubscription.options)
    expect(told()).toEqual([
      ['POST', '/push/subscriptions', { endpoint: 'https://push.example/anew', p256dh: 'anew-key', auth: 'anew-auth' }],
    ])
  })

  it('says nothing where there is none any more', async () => {
    await tell('pushsubscriptionchange', {})
    expect(fetch).not.toHaveBeenCalled()
  })
})
