import { expect, it } from 'vitest'
import type { AuditEntry } from '@/api/types'
import { deedOf, detailsOf, thingOf } from './admin'

const entry = {
  id: 1, at: '2027-01-01T12:00:00Z', zone: 'UTC', actor_id: 2, actor: null, action: 'events.event_updated',
  subject: 'event:7', address: '192.0.2.1', key_id: null,
  details: {
    changed: ['max_tickets_per_user'], changes: { max_tickets_per_user: { from: 5, to: null } }, address: '192.0.2.1',
    device: 'A phone',
  },
} as unknown as AuditEntry

it('says in words what was done, to what, and what is different', () => {
  expect(deedOf(entry)).toBe('Event updated')
  expect(thingOf(entry)).toBe('event 7')
  expect(detailsOf(entry)).toEqual(['max tickets per user: 5 → nothing', 'device: A phone'])
})
