import { ref, toRaw, watch, type Ref } from 'vue'

const prefix = 'draft:'
const ownerKey = 'drafts-of'

interface Kept<T> {
  draft: Ref<T>
  /** What was written has arrived, and is not offered again. */
  clear: () => void
}

function read<T extends object>(key: string, blank: T): T {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    return kept && typeof kept === 'object' ? { ...blank, ...kept } : blank
  }
  catch {
    return blank
  }
}

/** A browser may refuse to keep anything: then nothing is kept, and all else goes on. */
function attempt(keep: () => void): void {
  try {
    keep()
  }
  catch {
    return
  }
}

/** What somebody writes, kept in this tab until it is sent: a reload or a step back does not cost it. */
export function useDraft<T extends object>(name: string, blank: () => T): Kept<T> {
  const key = prefix + name
  const start = blank()
  const untouched = JSON.stringify(start)
  const draft = ref(read(key, start)) as Ref<T>
  watch(draft, now => attempt(() => {
    const text = JSON.stringify(toRaw(now))
    if (text === untouched) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, text)
  }), { deep: true, flush: 'sync' })

  function clear(): void {
    draft.value = blank()
    attempt(() => sessionStorage.removeItem(key))
  }

  return { draft, clear }
}

export const forgetDrafts = (): void => attempt(() => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
  sessionStorage.removeItem(ownerKey)
})

/** What one person wrote is not for the next one in the same tab; what a visitor wrote stays when they sign in. */
export const draftsBelongTo = (userId: number): void => attempt(() => {
  const owner = sessionStorage.getItem(ownerKey)
  if (owner && owner !== String(userId)) forgetDrafts()
  sessionStorage.setItem(ownerKey, String(userId))
})
