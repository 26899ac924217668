/** Shows what is pushed to this browser, and opens it when it is pressed. It keeps nothing and answers no requests. */
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => {
  const { title, text, link, language, tag } = event.data.json()
  event.waitUntil(self.registration.showNotification(title, {
    body: text,
    lang: language,
    tag,
    icon: '/icon-192.png',
    data: { link },
  }))
})

async function open(link) {
  const address = new URL(link, self.location.origin)
  if (address.origin !== self.location.origin) return
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find(({ url }) => url === address.href) ?? pages[0]
  if (!page) return self.clients.openWindow(address.href)
  await page.focus()
  if (page.url === address.href) return
  // A page that was loaded past this worker cannot be led by it.
  await page.navigate(address.href).catch(() => self.clients.openWindow(address.href))
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.link))
})

/** The browser has given itself another address: the server learns it, for as long as the session lives. */
async function renew({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options
  const subscription = newSubscription ?? (options && await self.registration.pushManager.subscribe(options))
  if (!subscription) return
  const { endpoint, keys } = subscription.toJSON()
  await fetch('/push/subscriptions', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
  })
}

self.addEventListener('pushsubscriptionchange', event => event.waitUntil(renew(event)))
