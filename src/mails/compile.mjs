// Makes of every template and every language what the program fills at run time: subject, HTML part and text part, and
// the line beside the subject, which notes in the app say too; in one file. A word that is missing in a language, or that no template uses, ends the build.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import mjml2html from 'mjml'
import { textOf } from './text.mjs'

const here = import.meta.dirname
const target = process.argv[2] ?? join(here, '../Seatmate/obj/mails.json')
const read = file => readFileSync(join(here, file), 'utf8')
const fail = sentence => { throw new Error(sentence) }
const namesIn = (folder, end) => readdirSync(join(here, folder)).filter(f => f.endsWith(end)).map(f => basename(f, end)).sort()

const layout = read('layout.mjml')
const templates = Object.fromEntries(namesIn('templates', '.mjml').map(name => [name, read(`templates/${name}.mjml`)]))
const words = Object.fromEntries(namesIn('words', '.json').map(language => [language, JSON.parse(read(`words/${language}.json`))]))

const escapeXml = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Puts the language's words where a template says [[word]]. */
function inWords(text, name, language, used) {
  return text.replaceAll(/\[\[([a-z_]+)\]\]/g, (_, word) => {
    const { mails, shared } = words[language]
    const own = mails[name]?.[word]
    used.add(own === undefined ? `shared.${word}` : `${name}.${word}`)
    return escapeXml(own ?? shared[word] ?? fail(`words/${language}.json has no "${word}" for the mail ${name}.`))
  })
}

/** The names of the values that a template asks for, without those of the rows of its lists. */
function valuesOf(text) {
  const names = new Set()
  let inRows = 0
  for (const [, block, name] of text.matchAll(/{{([#/](?:each|if) ?|)([a-z_]*)}}/g)) {
    if (inRows === 0 && name && name !== 'else') names.add(name)
    if (block.startsWith('#each')) inRows++
    if (block.startsWith('/each')) inRows--
  }
  return [...names].sort()
}

async function compile(name, language, used) {
  const own = words[language].mails[name] ?? fail(`words/${language}.json has no words for the mail ${name}.`)
  for (const word of ['subject', 'preheader']) {
    used.add(`${name}.${word}`)
    if (!own[word]) fail(`words/${language}.json has no "${word}" for the mail ${name}.`)
  }
  const content = inWords(templates[name], name, language, used)
  const whole = inWords(layout.replace('%content%', () => content), name, language, used)
    .replaceAll('%language%', language)
  const { html, errors } = await mjml2html(whole, { validationLevel: 'strict', keepComments: false, fonts: {} })
  if (errors.length > 0) fail(`${name}: ${errors.map(error => error.formattedMessage).join('\n')}`)
  const text = textOf(whole)
  const { subject, preheader } = own
  const values = valuesOf(subject + html + text)
  const brief = valuesOf(subject + preheader)
  return { subject, preheader, html: html.replaceAll(/^\s+/gm, ''), text, values, brief, words: own }
}

const used = new Set()
const mails = {}
for (const name of Object.keys(templates)) {
  mails[name] = {}
  for (const language of Object.keys(words)) mails[name][language] = await compile(name, language, used)
}

for (const [language, { mails: all, shared }] of Object.entries(words)) {
  const there = Object.entries(all).flatMap(([name, own]) => Object.keys(own).map(word => `${name}.${word}`))
  const idle = [...there, ...Object.keys(shared).map(word => `shared.${word}`)].filter(word => !used.has(word))
  if (idle.length > 0) fail(`words/${language}.json has words that no template uses: ${idle.join(', ')}`)
}

const calendars = Object.fromEntries(Object.entries(words).map(([language, { calendar }]) => [language, calendar]))
mkdirSync(dirname(target), { recursive: true })
writeFileSync(`${target}.new`, JSON.stringify({ calendars, mails }))
renameSync(`${target}.new`, target)
