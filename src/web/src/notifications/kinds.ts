/** How people call the kinds of mail that may be switched off. */
const words: Record<string, { title: string, text: string }> = {
  tomorrow: { title: 'The day before', text: 'A reminder of what you have tickets for, with time and place.' },
  rate: { title: 'After the show', text: 'On the morning after, a link to say how it was, unless you have said so.' },
  digest: { title: 'Comments and likes', text: 'In the evening, what others said to your posts that day.' },
  tonight: { title: 'A few hours before', text: 'Once more on the day itself, about four hours before it begins.' },
}

export const wordsOf = (kind: string) => words[kind] ?? { title: kind, text: '' }
