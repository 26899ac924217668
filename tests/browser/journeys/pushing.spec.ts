import type { Page, Worker } from '@playwright/test'
import { inspect } from '../stage/inspection.ts'
import { expect, test } from '../stage/test.ts'

const heading = { name: 'On this device' }

/** A push service that takes everything: the browser's own cannot be reached from everywhere. */
async function subscribeWithout(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const bytes = (text: string) => Uint8Array.from(atob(text), sign => sign.charCodeAt(0))
    const base64url = (buffer: ArrayBuffer) =>
      btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    let given: PushSubscription | null = null
    PushManager.prototype.getSubscription = async () => given
    PushManager.prototype.subscribe = async (options) => {
      const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
      const endpoint = `https://push.seatmate.example/${crypto.randomUUID()}`
      const keys = {
        p256dh: base64url(await crypto.subtle.exportKey('raw', publicKey)),
        auth: base64url(bytes('AAAAAAAAAAAAAAAAAAAAAA==').buffer),
      }
      given = {
        endpoint,
        options: { applicationServerKey: (options?.applicationServerKey as Uint8Array).buffer },
        toJSON: () => ({ endpoint, keys }),
        unsubscribe: async () => {
          given = null
          return true
        },
      } as unknown as PushSubscription
      return given
    }
  })
}

test('a browser is turned on and off', async ({ newcomer }) => {
  const ben = await newcomer('Ben Okafor', { permissions: ['notifications'] })
  await subscribeWithout(ben.page)
  await ben.page.goto('/settings/notifications')
  const here = ben.page.getByRole('region', heading)
  await expect(here.getByRole('status')).toContainText('It is off in this browser')

  await here.getByRole('button', { name: 'Turn on here' }).click()
  await expect(here.getByRole('status')).toContainText('It is on in this browser')
  expect(await ben.get<unknown[]>('/push/subscriptions')).toHaveLength(1)
  await inspect(ben.page)

  await here.getByRole('button', { name: 'Turn off here' }).click()
  await expect(here.getByRole('status')).toContainText('It is off in this browser')
  expect(await ben.get<unknown[]>('/push/subscriptions')).toHaveLength(0)
})

test('who has told the browser no is told how that is changed', async ({ newcomer }) => {
  const ben = await newcomer('Ben Okafor')
  await ben.page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }))
  await ben.page.goto('/settings/notifications')
  const here = ben.page.getByRole('region', heading)
  await expect(here.getByRole('status')).toContainText('You have told this browser not to')
  await expect(here.getByRole('button')).toHaveCount(0)
})

/** How many notifications the worker has shown. Who asks the browser for them before they are on the screen makes it
 *  forget them. */
async function countShown(worker: Worker): Promise<() => Promise<number>> {
  await worker.evaluate(() => {
    const counted = self as unknown as { shown: number, registration: ServiceWorkerRegistration }
    const show = counted.registration.showNotification.bind(counted.registration)
    counted.shown = 0
    counted.registration.showNotification = async (...words) => {
      await show(...words)
      counted.shown++
    }
  })
  return () => worker.evaluate(() => (self as unknown as { shown: number }).shown)
}

test('what is pushed is shown, and the same again replaces it', async ({ newcomer }) => {
  const ben = await newcomer('Ben Okafor', { permissions: ['notifications'] })
  await ben.page.goto('/settings/notifications')
  const { origin } = new URL(ben.page.url())
  const browser = await ben.page.context().newCDPSession(ben.page)
  const registered = new Promise<string>((found) => {
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))
      if (own) found(own.registrationId)
    })
  })
  await browser.send('ServiceWorker.enable')
  await ben.page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js')
    const { active } = await navigator.serviceWorker.ready
    while (active && active.state !== 'activated') {
      await new Promise(changed => active.addEventListener('statechange', changed, { once: true }))
    }
  })
  const registrationId = await registered
  const context = ben.page.context()
  const countedShown = await countShown(context.serviceWorkers()[0] ?? await context.waitForEvent('serviceworker'))
  const words = { title: 'New time: Carmen', link: '/tickets', language: 'en', tag: 'carmen' }

  const shown = () => ben.page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready
    return (await worker.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }))
  })
  for (const [before, text] of ['Now: eight', 'Now: nine'].entries()) {
    await browser.send('ServiceWorker.deliverPushMessage', {
      origin, registrationId, data: JSON.stringify({ ...words, text }),
    })
    await expect.poll(countedShown).toBe(before + 1)
    expect(await shown()).toEqual([{ title: words.title, body: text, tag: words.tag }])
  }
})
