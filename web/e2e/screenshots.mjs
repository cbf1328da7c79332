// Pictures of the pages for docs/pages: node e2e/screenshots.mjs FOLDER
import { join } from 'node:path'
import { json, open, start } from './site.mjs'

const folder = process.argv[2]
const site = await start()
const { rows } = await json(site.base, '/find.json?tab=events&limit=100')
const many = rows.filter(row => row.target.length)
const busiest = many.reduce((most, row) => (row.article.n_events > most.article.n_events ? row : most), many[0])
const { rows: said } = await json(site.base, '/find.json?what=ceasefire')
const { rows: stories } = await json(site.base, '/story.json')
const pages = {
  story: `/story/${stories.find(row => /Marib/.test(row.title)).id}`,
  issue: '/issue/yemen%2Fceasefire?one=SAU&other=IRN',
  find: '/?what=ceasefire',
  map: '/?tab=events&view=map',
  read: `/read/${busiest.article.id}?at=${busiest.local}`,
  actor: `/actor/${encodeURIComponent(said.find(row => row.speaker?.kind === 'person').speaker.key)}`,
  dyad: '/dyad/SAU/IRN',
  sources: '/sources'
}
for (const [name, path] of Object.entries(pages)) {
  for (const [kind, options] of Object.entries({ '': {}, '-dark': { scheme: 'dark' }, '-narrow': { width: 360 }, '-narrow-dark': { width: 360, scheme: 'dark' } })) {
    if (kind && !process.argv.includes('--all')) continue
    const { page, close } = await open(site, path, options)
    await page.screenshot({ path: join(folder, `${name}${kind}.png`) })
    await close()
  }
}
await site.stop()
