import { ref, watch, type Ref } from 'vue'
import { useSession } from '@/accounts/session'
import { api, body } from '@/api/client'
import type { Session } from '@/api/types'

/** Where this browser stands: it cannot, it must not, it does not, it does. */
export type PushState = 'looking' | 'unsupported' | 'denied' | 'off' | 'on'

const showKey = () => body(api.GET('/push/key'))
const listSubscriptions = () => body(api.GET('/push/subscriptions'))
const unsubscribe = (id: number) => body(api.DELETE('/push/subscriptions/{id}', { params: { path: { id } } }))

const isSupported = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const signs = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(signs, sign => sign.charCodeAt(0))
}

const isSame = (one: ArrayBuffer | null, other: Uint8Array): boolean =>
  one !== null && one.byteLength === other.length && new Uint8Array(one).every((byte, at) => byte === other[at])

async function subscriptionHere(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration('/')
  return await worker?.pushManager.getSubscription() ?? null
}

/** What the server knows of this browser. */
async function known(): Promise<number | undefined> {
  const here = await subscriptionHere()
  return here ? (await listSubscriptions()).find(({ endpoint }) => endpoint === here.endpoint)?.id : undefined
}

/** One that was made with another key, before the installation moved, is of no use any more. */
async function subscribe(): Promise<PushSubscription> {
  const key = bytesOf((await showKey()).public_key)
  await navigator.serviceWorker.register('/sw.js')
  const { pushManager } = await navigator.serviceWorker.ready
  const before = await pushManager.getSubscription()
  if (before && isSame(before.options.applicationServerKey, key)) return before
  await before?.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

async function tell(subscription: PushSubscription): Promise<void> {
  const { endpoint = '', keys } = subscription.toJSON()
  await body(api.POST('/push/subscriptions', {
    body: { endpoint, p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' },
  }))
}

const storageName = 'seatmate-push'

/** Whose session it is; another of the same person ends at another moment. */
const nameOf = ({ user, expires_at }: Session): string => `${user.id} ${expires_at}`

const remember = (session: Session | null | undefined): void => {
  if (session) localStorage.setItem(storageName, nameOf(session))
}

/** The server forgets a browser with the session in which it was told of it. Whoever had turned it on here, and signs
 * in again, has it on again; nobody else has. */
export async function resume(session: Session): Promise<void> {
  const before = localStorage.getItem(storageName)
  if (before === nameOf(session) || before?.split(' ')[0] !== String(session.user.id)) return
  if (!isSupported() || Notification.permission !== 'granted') return
  const here = await subscriptionHere()
  if (!here) return
  await tell(here)
  remember(session)
}

export function useResumedPush(): void {
  watch(useSession(), (session) => {
    if (session) resume(session).catch(() => undefined)
  }, { immediate: true })
}

export interface PushHere {
  state: Ref<PushState>
  look: () => Promise<void>
  turnOn: () => Promise<void>
  turnOff: () => Promise<void>
}

/** Web push in this browser. Nobody is asked for permission before they turn it on. */
export function usePushHere(): PushHere {
  const state = ref<PushState>('looking')
  const session = useSession()

  async function look(): Promise<void> {
    if (!isSupported()) state.value = 'unsupported'
    else if (Notification.permission === 'denied') state.value = 'denied'
    else state.value = await known() === undefined ? 'off' : 'on'
  }

  async function turnOn(): Promise<void> {
    if (await Notification.requestPermission() === 'granted') {
      await tell(await subscribe())
      remember(session.value)
    }
    await look()
  }

  async function turnOff(): Promise<void> {
    const id = await known()
    if (id !== undefined) await unsubscribe(id)
    localStorage.removeItem(storageName)
    await (await subscriptionHere())?.unsubscribe()
    await look()
  }

  return { state, look, turnOn, turnOff }
}
