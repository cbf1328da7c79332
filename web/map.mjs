// Outlines of countries as SVG paths: Natural Earth at 1:110 million in the Equal Earth projection, which keeps areas
// true, so that a large shade is a large country.
import { readFile, writeFile } from 'node:fs/promises'
import { geoEqualEarth, geoPath } from 'd3-geo'
import { feature, merge } from 'topojson-client'

const WIDTH = 1000

// Outlines without an ISO number of their own: where the codes used here put them.
const NAMED = { Kosovo: 'KOS', Somaliland: '706', 'N. Cyprus': '196' }
const LEFT_OUT = new Set(['010']) // Antarctica has no actors and takes a fifth of the height

export async function writeOutlines(file) {
  const topology = JSON.parse(await readFile(new URL('node_modules/world-atlas/countries-110m.json', import.meta.url)))
  const byCode = new Map()
  for (const geometry of topology.objects.countries.geometries) {
    const code = geometry.id ?? NAMED[geometry.properties.name]
    if (!code) throw new Error(`no code for ${geometry.properties.name}`)
    if (LEFT_OUT.has(code)) continue
    byCode.set(code, [...(byCode.get(code) ?? []), geometry])
  }
  const shapes = [...byCode].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, parts]) => [code, merge(topology, parts)])
  const all = { type: 'GeometryCollection', geometries: shapes.map(([, shape]) => shape) }

  const projection = geoEqualEarth().fitWidth(WIDTH, all)
  const path = geoPath(projection)
  const [[, top], [, bottom]] = path.bounds(all)
  const [x, y] = projection.translate()
  projection.translate([x, y - top])
  const height = Math.ceil(bottom - top)

  const head = `# scale ${projection.scale()} x ${x} y ${y - top} width ${WIDTH} height ${height}`
  const lines = shapes.map(([code, shape]) => `${code}\t${compact(path(shape))}`)
  await writeFile(file, [head, ...lines, ''].join('\n'))
}

// Whole units, relative to the point before: a fifth of the bytes, and no difference to be seen at this width.
function compact(path) {
  const rings = path.split('M').slice(1)
  return rings.map(ring => {
    const points = ring.replace('Z', '').split('L').map(point => point.split(',').map(n => Math.round(n * 2) / 2))
    let [x, y] = points[0]
    let out = `M${x} ${y}l`
    let steps = 0
    for (const [px, py] of points.slice(1)) {
      const [dx, dy] = [px - x, py - y]
      if (dx === 0 && dy === 0) continue
      out += `${steps && dx >= 0 ? ' ' : ''}${dx}${dy >= 0 ? ' ' : ''}${dy}`
      steps += 1
      ;[x, y] = [px, py]
    }
    return steps > 1 ? `${out.replace(/(?<!\d)0\./g, ".")}z` : ''
  }).join('')
}
