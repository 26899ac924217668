import { expect, it, vi } from 'vitest'
import { invalid } from '@/api/problem'
import { useForm } from './form'

it('gives the first wrong field the focus, and brings what is said about it into view', async () => {
  document.body.innerHTML = '<form><input name="name"><input name="email"></form>'
  const [name, email] = document.querySelectorAll('input')
  const shown = vi.spyOn(email!, 'scrollIntoView')
  const { errors, message, submit } = useForm(() => {
    email!.setAttribute('aria-invalid', 'true')
    return Promise.reject(invalid({ email: ['Say where your tickets should go.'] }))
  })

  name!.focus()
  await submit()

  expect(document.activeElement).toBe(email)
  expect(shown).toHaveBeenCalledWith({ block: 'nearest' })
  expect(errors.value).toEqual({ email: ['Say where your tickets should go.'] })
  expect(message.value).toBe('')
})
