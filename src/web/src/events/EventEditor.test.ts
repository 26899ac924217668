import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { Refusal, serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import EventEditor from './EventEditor.vue'

const settle = async () => {
  await flushPromises()
  await new Promise(resolve => setTimeout(resolve))
  await flushPromises()
}

async function moved(price: string, starts: string) {
  const calls = serve({ 'PATCH /events/7': () => concert, 'PUT /events/7': () => concert })
  const { wrapper } = await stage(EventEditor, { event: concert })
  await wrapper.find('input[type="datetime-local"]').setValue(starts)
  await wrapper.find('li input[inputmode="decimal"]').setValue(price)
  await wrapper.find('form').trigger('submit')
  await settle()
  const question = () => document.querySelector('[role="alertdialog"]')
  return { wrapper, question, sent: () => calls.filter(({ method }) => method !== 'GET') }
}

it('says what is wrong with a draft before it asks whether to move the event', async () => {
  const { wrapper, question, sent } = await moved('', '2999-07-04T20:30')
  expect(question()).toBeNull()
  expect(wrapper.findAll('[aria-invalid="true"]')).toHaveLength(1)
  expect(sent()).toEqual([])
  wrapper.unmount()
})

it('stands a year that is still typed', async () => {
  const { wrapper } = await moved('30', '0002-07-04T20:30')
  expect(wrapper.find<HTMLInputElement>('input[type="datetime-local"]').element.value).toContain('0002-07-04T20:30')
  wrapper.unmount()
})

it('moves the event once the question is answered and gone', async () => {
  const { wrapper, question, sent } = await moved('30', '2999-07-04T20:30')
  expect(question()?.textContent).toContain('Move Three Cellos?')
  expect(sent()).toEqual([])
  const buttons = [...question()!.querySelectorAll('button')]
  buttons.find(button => button.textContent?.includes('Move it'))!.click()
  await settle()
  expect(question()).toBeNull()
  expect(sent()).toHaveLength(1)
  wrapper.unmount()
})

it('keeps what was typed when somebody else changed the event, and shows what they changed', async () => {
  const theirs = { ...concert, title: 'Five Cellos', description: 'Five.', updated_at: '2027-01-02T12:00:00Z' }
  const refusal = new Refusal(409, 'Somebody else changed this event meanwhile', 'event-changed')
  let saves = 0
  const calls = serve({
    'PATCH /events/7': () => {
      if (saves++ === 0) throw refusal
      return theirs
    },
    'GET /events/7': () => theirs,
  })
  const { wrapper, client } = await stage(EventEditor, { event: concert })
  const title = () => wrapper.find<HTMLInputElement>('input[maxlength="80"]')
  await title().setValue('Four Cellos')
  await wrapper.find('form').trigger('submit')
  await settle()
  expect(wrapper.text()).toContain('Somebody else changed this event meanwhile.')
  expect(title().element.value).toBe('Four Cellos')
  expect(wrapper.find('textarea').element.value).toBe('Five.')
  expect(client.getQueryData(['event', 'id', 7]), 'the page around the form knows it too').toEqual(theirs)
  await wrapper.find('form').trigger('submit')
  await settle()
  expect(calls.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
    { title: 'Four Cellos', updated_at: concert.updated_at },
    { title: 'Four Cellos', updated_at: theirs.updated_at },
  ])
  wrapper.unmount()
})
