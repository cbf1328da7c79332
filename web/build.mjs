// Writes everything the server needs into ../crates/verbale-serve/assets, so that a cargo build needs no node:
// the script (bundled), the style (minified), the outlines of countries (projected), and the licences of both.
import { build } from 'esbuild'
import { readFile, writeFile } from 'node:fs/promises'
import { writeOutlines } from './map.mjs'

const assets = new URL('../crates/verbale-serve/assets/', import.meta.url)

await build({
  entryPoints: { app: 'src/app.js', style: 'src/style.css' },
  outdir: assets.pathname,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome109', 'firefox115', 'safari16.4'],
  legalComments: 'none',
  logLevel: 'warning'
})
await writeOutlines(new URL('world.tsv', assets))

// What of these packages ends up in the assets: the outlines, and what projected them.
const parts = ['world-atlas', 'd3-geo', 'd3-array', 'internmap', 'topojson-client']
const texts = await Promise.all(parts.map(async name => {
  const folder = new URL(`node_modules/${name}/`, import.meta.url)
  const { version, license } = JSON.parse(await readFile(new URL('package.json', folder)))
  const text = await readFile(new URL('LICENSE', folder), 'utf8').catch(() => readFile(new URL('LICENSE.md', folder), 'utf8'))
  return `${name} ${version} (${license})\n\n${text.trim()}\n`
}))
await writeFile(new URL('LICENCES.txt', assets), texts.join(`\n${'-'.repeat(72)}\n\n`))
