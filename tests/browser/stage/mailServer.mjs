// A mail server with a mailbox, for the tests of the program that sends: it refuses some for now the first time, takes
// its time, and says on an address of its own what it has. Its two ports are its first line. With MAILBOX_LOGIN
// (user:password) it takes mails only after STARTTLS, with MAILBOX_KEY and MAILBOX_CERTIFICATE, and from that user.
import { createServer } from 'node:http'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

const refusedOf = Number(process.argv[2] ?? 0)
const thinksFor = Number(process.argv[3] ?? 0)
const asked = new Set()
const times = new Map()
const letters = new Map()
const box = { letters: 0, refused: 0, parts: 0, signedIn: 0 }
const { MAILBOX_LOGIN: login, MAILBOX_KEY: key, MAILBOX_CERTIFICATE: cert } = process.env

/** One recipient of so many is refused when they are first asked for. */
const isRefused = address => {
  const number = Number(/\d+/.exec(address)?.[0] ?? 1)
  if (refusedOf === 0 || number % refusedOf > 0 || asked.has(address)) return false
  asked.add(address)
  return true
}

const mails = new SMTPServer({
  ...login ? { key, cert } : { disabledCommands: ['AUTH', 'STARTTLS'] },
  logger: false,
  onAuth({ username, password }, { secure }, done) {
    const isRight = secure && `${username}:${password}` === login
    done(isRight ? null : new Error('Wrong user or password'), { user: username })
  },
  onRcptTo({ address }, _, done) {
    if (!isRefused(address)) return done()
    box.refused++
    done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
  },
  async onData(stream, { user, secure }, done) {
    // Half a letter, because who sent it was killed, is none.
    const mail = await simpleParser(stream).catch(() => undefined)
    if (!mail) return done(new Error('It ended in the middle'))
    await pause(thinksFor)
    if (mail.text && mail.html) box.parts++
    if (user && secure) box.signedIn++
    const id = mail.messageId ?? ''
    times.set(id, [...times.get(id) ?? [], Date.now()])
    letters.set(id, {
      to: mail.to?.text,
      subject: mail.subject,
      files: mail.attachments.map(({ filename, contentType, content }) =>
        ({ name: filename, type: contentType, bytes: content.toString('base64') })),
    })
    box.letters++
    done()
  },
})
mails.on('error', () => undefined)

const questions = createServer((request, answer) => {
  const id = new URL(request.url ?? '/', 'http://mailbox').searchParams.get('id')
  const at = id ? times.get(id)?.[0] ?? 0 : 0
  answer.end(JSON.stringify({ ...box, distinct: times.size, at, letter: letters.get(id) }))
})

mails.listen(0, '127.0.0.1')
questions.listen(0, '127.0.0.1')
await Promise.all([once(mails.server, 'listening'), once(questions, 'listening')])
process.stdout.write(`${mails.server.address().port} ${questions.address().port}\n`)
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
