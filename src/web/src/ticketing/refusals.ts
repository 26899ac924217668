import { Problem } from '@/api/problem'

/** What the server's codes mean to a buyer, and what to do about it. What is not here, the server says itself. */
const sentences: Record<string, string> = {
  'sign-in-needed': 'You are not signed in any more. Sign in and try again.',
  'not-on-sale': 'This event is not on sale at the moment.',
  'event-over': 'This event is over.',
  'too-many-tickets': 'That is more than one person may have of this event. Tickets you already have count, too.',
  'section-not-found': 'This event has other sections by now. Look at its page and choose again.',
  'seat-needed': 'This section has numbered seats, and they cannot be chosen here yet. Take another section.',
  'seat-taken': 'Somebody else was faster and has one of these seats.',
  'voucher-unknown': 'We know no such code. Look at its spelling.',
  'voucher-expired': 'This code has expired.',
  'voucher-used-up': 'This code is used up, or not so many places are left of it.',
  'voucher-of-another-section': 'This code is for another section.',
  'voucher-of-another-event': 'This code is for another event.',
  'hold-expired': 'Your time was over, and somebody else has these places now.',
  'hold-ordered': 'These places are ordered already.',
  'hold-extended-already': 'You already had more time: that is possible once.',
  'payment-needed': 'This would cost more than you paid. Book the additional tickets separately.',
  'booking-not-changeable': 'This booking cannot be changed. Cancel it and book anew.',
  'booking-over': 'This booking is no longer standing.',
}

function inWords(problem: Problem, missing: string): Problem {
  const { status, code, fields, current } = problem
  const soldOut = code === 'section-sold-out' && /^No more (.+) tickets available/.exec(problem.message)?.[1]
  const words = soldOut
    ? `Not so many places are left in ${soldOut}. Take fewer, or another section.`
    : (code === 'not-found' ? missing : sentences[code]) ?? problem.message
  return new Problem(status, code, words, code.startsWith('voucher-') ? { voucher: [words] } : fields, current)
}

/** Refusals of a request in words for the buyer; those about a code are for its field. */
export async function explained<T>(request: Promise<T>, missing: string): Promise<T> {
  return await request.catch((error: unknown) => {
    throw error instanceof Problem ? inWords(error, missing) : error
  })
}
