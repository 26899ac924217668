import { readonly, ref } from 'vue'
import { Problem } from '@/api/problem'

const isAsked = ref(false)
let settle: ((isProved: boolean) => void) | null = null

/** Whether somebody is asked just now to show once more that it is they. */
export const proofAsked = readonly(isAsked)

/** The person has proved it, or would rather not. */
export function answerProof(isProved: boolean): void {
  isAsked.value = false
  settle?.(isProved)
  settle = null
}

const ask = (): Promise<boolean> => new Promise((resolve) => {
  settle?.(false)
  settle = resolve
  isAsked.value = true
})

/** Does what is sensitive; where the last proof is too old, asks for another and does it then. */
export async function withProof<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  }
  catch (error) {
    if (!(error instanceof Problem) || error.code !== 'proof-needed' || !await ask()) throw error
    return await act()
  }
}
