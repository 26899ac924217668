import { reactive } from 'vue'

export interface Toast { id: number, text: string, tone: 'good' | 'bad' }

const shownFor = 6000
export const toasts = reactive<Toast[]>([])
let nextId = 1

export function dismiss(id: number): void {
  const index = toasts.findIndex(toast => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

/** A short word about what just happened, spoken politely and gone by itself. */
export function say(text: string, tone: Toast['tone'] = 'good'): void {
  const id = nextId++
  toasts.push({ id, text, tone })
  setTimeout(() => dismiss(id), shownFor)
}
