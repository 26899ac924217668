import { nextTick, ref, type Ref } from 'vue'
import { messageOf, Problem } from '@/api/problem'
import { showField } from './focus'

export interface FormState {
  /** What is wrong with each field, by the field's name in the API. */
  errors: Ref<Record<string, string[]>>
  /** What is wrong with the whole, when no field is to blame. */
  message: Ref<string>
  isBusy: Ref<boolean>
  submit: (event?: Event) => Promise<void>
}

/** What is wrong with the whole comes into view and is read, wherever in a long form it stands. */
async function show(form: ParentNode): Promise<void> {
  await nextTick()
  const alert = form.querySelector<HTMLElement>('[role="alert"][tabindex]:not(:empty)')
  alert?.scrollIntoView({ block: 'nearest' })
  alert?.focus({ preventScroll: true })
}

/** Sends a form once at a time, spreads the answer over its fields and puts the focus on the first wrong one. */
export function useForm(send: () => Promise<unknown>): FormState {
  const errors = ref<Record<string, string[]>>({})
  const message = ref('')
  const isBusy = ref(false)

  async function submit(event?: Event): Promise<void> {
    if (isBusy.value) return
    const form = event?.target instanceof HTMLFormElement ? event.target : document
    isBusy.value = true
    errors.value = {}
    message.value = ''
    try {
      await send()
    }
    catch (error) {
      const fields = error instanceof Problem ? error.fields : {}
      errors.value = fields
      await nextTick()
      const firstWrong = form.querySelector<HTMLElement>('[aria-invalid="true"]')
      showField(firstWrong)
      message.value = firstWrong ? '' : messageOf(error)
      if (!firstWrong) await show(form)
    }
    finally {
      isBusy.value = false
    }
  }

  return { errors, message, isBusy, submit }
}
