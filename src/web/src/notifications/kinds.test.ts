import { expect, it } from 'vitest'
import type { ChoiceDetails } from '@/api/types'
import { tableOf } from './kinds'

const choice = (kind: string, channel: string): ChoiceDetails => ({ kind, channel, wanted: true, fixed: false })

it('makes a row of each kind, in groups, with a choice for each channel', () => {
  const table = tableOf([choice('digest', 'mail'), choice('tickets', 'mail'), choice('tickets', 'app')])
  expect(table.map(({ title }) => title)).toEqual(['Your bookings', 'Other people'])
  expect(table[0]?.rows.map(({ kind, title }) => [kind, title])).toEqual([['tickets', 'Tickets']])
  expect(Object.keys(table[0]?.rows[0]?.choices ?? {})).toEqual(['mail', 'app'])
})

it('shows what it has no words for at the end, by its name', () => {
  const table = tableOf([choice('brand-new', 'mail'), choice('digest', 'mail')])
  expect(table.at(-1)).toMatchObject({ title: 'More', rows: [{ kind: 'brand-new', title: 'brand-new' }] })
})
