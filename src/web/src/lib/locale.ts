/** One place to change when the interface learns more languages. */
export const locale = 'en-GB'
