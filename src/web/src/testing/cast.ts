import type { BookingDetails, EventDetails, HoldDetails, PostDetails, Session, UserDetails } from '@/api/types'

const at = '2027-01-01T12:00:00Z'

export const ben: UserDetails = {
  id: 2, name: 'Ben Whitlock', user_name: 'ben', handle: 'ben', email: 'ben@example.com', is_admin: false, dob: null,
  created_at: at, updated_at: at, language: 'en', time_zone: 'UTC',
}

export const bensSession: Session = {
  user: ben, expires_at: '2999-01-01T00:00:00Z', email_confirmed: true,
}

const ada = { id: 1, name: 'Ada Okafor', user_name: 'ada', handle: 'ada' }

const ofItsOwn = { unlimited: false, pool: null, sale: 'open' as const }

export const concert = {
  id: 7, slug: 'three-cellos', title: 'Three Cellos', date: '2999-07-03T18:30:00Z',
  ends_at: '2999-07-03T20:00:00Z', sale_starts_at: null, sale_ends_at: null,
  time_zone: 'Europe/Monaco', local_date: '2999-07-03T20:30:00', location: 'Monaco', venue: null, ticket_price: 24,
  lowest_price: 24, highest_price: 60, currency: 'EUR',
  image_url: '/events/7/poster.svg', tags: ['classical'], status: 'published',
  organiser: { id: 1, name: 'Ada Okafor', slug: 'ada' }, places_left: 33,
  stars: null, review_count: 0, description: 'Three cellos.',
  description_html: '<p>Three cellos.</p>', max_tickets_per_user: 5, tax_percent: 20,
  sections: [
    { id: 1, name: 'Stalls', price: 42.5, currency: 'EUR', capacity: 50, available: 0, taken: 50, ...ofItsOwn },
    { id: 2, name: 'Balcony', price: 24, currency: 'EUR', capacity: 40, available: 30, taken: 10, ...ofItsOwn },
    { id: 3, name: 'Box', price: 60, currency: 'EUR', capacity: 8, available: 3, taken: 5, ...ofItsOwn },
  ],
  pools: [],
  creator: ada, can_edit: false, created_at: at, updated_at: at,
} as EventDetails

const line = (section: string, quantity: number, price: number): HoldDetails['lines'][number] =>
  ({ section, quantity, seats: [], unit_price: price, net: price * quantity, tax: 0, total: price * quantity })

export const hold = {
  id: 70, status: 'held', event: concert, lines: [line('Balcony', 1, 24), line('Box', 2, 60)], total_tickets: 3,
  voucher: null, net: 144, tax: 0, total: 144, currency: 'EUR', expires_at: '2027-01-01T12:10:00Z', extendable: true,
  server_time: at, token: null,
} as HoldDetails

export const booking = {
  id: 70, booking_id: '6b0f', status: 'awaiting_payment', user: ben as BookingDetails['user'],
  pay_url: '/pay/sandbox/r1',
} as BookingDetails

export const post = {
  id: 3, title: 'New here', content: 'Be gentle.', location: null, image_url: null, event: null, user: ada,
  comments: [], comment_count: 0, likes: [], like_count: 4, my_like_id: null, created_at: at, updated_at: at,
} as PostDetails
