// The text part of a mail, made from the same MJML as its HTML part: paragraphs, lines, and links that are written out.
const entities = { '&nbsp;': ' ', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }

const link = (href, label) => `${label.trim()}:\n${href}`

export function textOf(mjml) {
  return mjml
    .slice(mjml.indexOf('<mj-body'))
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<mj-section css-class="brand".*?<\/mj-section>/g, '')
    .replaceAll(/<mj-button[^>]*? href="([^"]*)"[^>]*>(.*?)<\/mj-button>/g, (_, href, label) => `\n${link(href, label)}\n`)
    .replaceAll(/<a[^>]*? href="([^"]*)"[^>]*>(.*?)<\/a>/g, (_, href, label) => link(href, label))
    .replaceAll(/<mj-raw>\s*(.*?)\s*<\/mj-raw>/g, '\n$1\n')
    .replaceAll(/<\/?(mj-[a-z-]+|p|h1|h2|tr|br)\b[^>]*>/g, match => (/^<\/?(mj-text|p|h1|h2)\b/.test(match) ? '\n\n' : '\n'))
    .replaceAll(/<\/td>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/g, entity => entities[entity])
    .replaceAll(/[ \t]*\n[ \t]*/g, '\n')
    .replaceAll(/\n*({{#each [^}]*}})\n*/g, '\n\n$1\n')
    .replaceAll(/\n*({{\/each}})\n*/g, '\n$1\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
