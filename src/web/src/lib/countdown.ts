import { computed, onScopeDispose, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue'

export interface Deadline {
  /** When it ends, by the server's clock. */
  expiresAt: string | null
  /** What the server's clock showed when it answered. */
  serverTime: string
}

export interface Countdown {
  secondsLeft: ComputedRef<number>
  isOver: ComputedRef<boolean>
  /** The last minute. */
  isShort: ComputedRef<boolean>
  text: ComputedRef<string>
  /** What somebody hears who does not see the clock: new words only now and then, not each second. */
  spoken: ComputedRef<string>
}

/** `9:05`, or `1:02:00` above an hour. */
export function clockText(seconds: number): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

const shortSeconds = 60

const spokenWords: [seconds: number, words: string][] = [
  [0, 'Time is up'],
  [30, 'Less than 30 seconds left'],
  [60, 'Less than a minute left'],
  [120, 'Less than 2 minutes left'],
  [300, 'Less than 5 minutes left'],
]

export const spokenText = (seconds: number): string => spokenWords.find(([mark]) => seconds <= mark)?.[1] ?? ''

/** Counts down on the server's clock: a wrong clock on the viewer's device changes nothing. */
export function useCountdown(deadline: MaybeRefOrGetter<Deadline | null>): Countdown {
  const now = ref(Date.now())
  const ahead = ref(0)
  const timer = setInterval(() => (now.value = Date.now()), 500)
  onScopeDispose(() => clearInterval(timer))

  watch(() => toValue(deadline)?.serverTime, (serverTime) => {
    now.value = Date.now()
    ahead.value = serverTime ? Date.parse(serverTime) - now.value : 0
  }, { immediate: true })

  const endsAt = computed(() => {
    const expiresAt = toValue(deadline)?.expiresAt
    return expiresAt ? Date.parse(expiresAt) : null
  })
  const secondsLeft = computed(() =>
    endsAt.value === null ? 0 : Math.max(0, Math.ceil((endsAt.value - now.value - ahead.value) / 1000)))
  const isOver = computed(() => endsAt.value !== null && secondsLeft.value === 0)
  return {
    secondsLeft,
    isOver,
    isShort: computed(() => secondsLeft.value <= shortSeconds),
    text: computed(() => clockText(secondsLeft.value)),
    spoken: computed(() => endsAt.value === null ? '' : spokenText(secondsLeft.value)),
  }
}
