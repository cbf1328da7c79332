// The pages in a browser: that people can use them by mouse, by key, without script, on a narrow screen and in the
// dark, and that axe finds nothing serious.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { isReady, json, open, start } from './site.mjs'

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
// Beside the quotation mark: the middle of the first box may be the mark, which is generated and takes no click.
const WITHIN = { position: { x: 24, y: 8 } }
const skip = !isReady && 'needs Chromium and a server with records: make e2e'
let site
let read
let paths

before(async () => {
  if (skip) return
  site = await start()
  const { rows } = await json(site.base, '/find.json?tab=events')
  read = `/read/${rows[0].article.id}`
  const stories = await json(site.base, '/story.json')
  const actor = rows.find(row => row.source.length).source[0]
  paths = {
    find: '/', events: '/?tab=events', articles: '/?tab=articles', timeline: '/?view=timeline', map: '/?tab=events&view=map',
    nothing: '/?who=nobody&what=nothing', read, selected: `${read}?at=${rows[0].local}`, actors: '/actor',
    stories: '/story', story: `/story/${stories.rows.find(row => /Marib/.test(row.title)).id}`, issues: '/issue',
    issue: '/issue/yemen%2Fceasefire', gap: '/issue/yemen%2Fceasefire?one=SAU&other=IRN',
    actor: `/actor/${encodeURIComponent(actor.key)}`, dyads: '/dyad', dyad: '/dyad/SAU/IRN', sources: '/sources', missing: '/nowhere'
  }
})
after(() => site?.stop())

test('axe finds nothing serious, wide and narrow, light and dark', { skip }, async () => {
  const told = []
  for (const [name, path] of Object.entries(paths)) {
    for (const options of [{ width: 1280 }, { width: 360, scheme: 'dark' }]) {
      const context = await site.browser.newContext({ viewport: { width: options.width, height: 800 }, colorScheme: options.scheme ?? 'light', bypassCSP: true })
      const page = await context.newPage()
      await page.goto(site.base + path)
      await page.evaluate(AXE)
      const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }))
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      told.push(...serious.map(({ id, nodes }) => `${name} at ${options.width}: ${id}: ${nodes.slice(0, 3).map(node => `${node.html} (${node.any[0]?.message ?? ''})`).join(' | ')}`))
      await context.close()
    }
  }
  assert.deepEqual(told, [])
})

test('no page is wider than a narrow screen, asks elsewhere, or breaks its policy', { skip }, async () => {
  for (const [name, path] of Object.entries(paths)) {
    const { page, faults, close } = await open(site, path, { width: 360 })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(width <= 360, `${name} is ${width} wide`)
    assert.deepEqual(faults.filter(fault => name !== 'missing' || !fault.includes('404')), [], name)
    await close()
  }
})

test('all pages work without script', { skip }, async () => {
  const { page, close } = await open(site, '/', { script: false })
  await page.fill('input[name=who]', 'Iran')
  await page.fill('input[name=when]', '2024-03')
  await page.click('form.line button')
  assert.match(page.url(), /who=Iran.*when=2024-03/)
  assert.ok(await page.locator('ol.rows > li').count() > 0)
  await page.click('ol.rows > li >> nth=0 >> a.open')
  assert.match(page.url(), /\/read\/\d+\?at=s\d+#s\d+/)
  assert.ok(await page.locator('.words .lit').count() > 0)
  assert.ok(await page.locator('.selected').innerText().then(text => text.includes('rule')))
  await page.goto(site.base + paths.timeline)
  assert.ok(await page.locator('svg .count').count() > 0)
  await close()
})

test('keys: search, move, open, and the list of keys', { skip }, async () => {
  const { page, faults, close } = await open(site, '/')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.name), 'who')
  await page.keyboard.type('jj?')
  assert.equal(await page.inputValue('input[name=who]'), 'jj?')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  assert.equal(await page.locator('.rows > li').nth(1).getAttribute('class'), 'statement here')
  await page.keyboard.press('?')
  assert.ok(await page.locator('#keys .keys').isVisible())
  await page.keyboard.press('Escape')
  assert.ok(!await page.locator('#keys .keys').isVisible())
  await page.keyboard.press('o')
  await page.waitForURL(/\/read\//)
  assert.deepEqual(faults, [])
  await close()
})

test('keys: stories, story, issues and issue are gone through and opened', { skip }, async () => {
  for (const [path, to] of [[paths.stories, /\/story\/\d+/], [paths.story, /\/read\/\d+/], [paths.issues, /\/issue\/.+/], [paths.issue, /#[A-Z]{3}$/], [paths.dyads, /\/dyad\/.+\/.+/]]) {
    const { page, faults, close } = await open(site, path)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    assert.equal(await page.locator('.here').count(), 1, path)
    await page.keyboard.press('?')
    assert.ok(await page.locator('#keys .keys').isVisible())
    await page.keyboard.press('Escape')
    if (await page.locator('[data-search]').count()) {
      await page.keyboard.press('/')
      assert.ok(await page.evaluate(() => document.activeElement.matches('[data-search]')), path)
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('o')
    await page.waitForURL(to)
    assert.deepEqual(faults, [])
    await close()
  }
})

test('on paper: no forms, keys or navigation, and nothing runs over the edge', { skip }, async () => {
  for (const [name, path] of Object.entries(paths)) {
    const { page, close } = await open(site, path, { width: 720 })
    await page.emulateMedia({ media: 'print' })
    for (const part of ['form', '.bar nav', '.key', 'footer details']) {
      const shown = await page.locator(part).evaluateAll(all => all.filter(one => one.checkVisibility()).length)
      assert.equal(shown, 0, `${name} prints ${part}`)
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(width <= 720, `${name} is ${width} wide on paper`)
    assert.ok(await page.locator('main').isVisible())
    await close()
  }
})

test('read: moving selects in place, one key judges, and the verdict stays', { skip }, async () => {
  const { page, faults, close } = await open(site, read)
  await page.keyboard.press('j')
  await page.waitForSelector('.margin [aria-current]')
  const first = await page.getAttribute('.margin [aria-current]', 'data-item')
  assert.match(page.url(), new RegExp(`at=${first}`))
  await page.keyboard.press('a')
  await page.waitForSelector(`#${first} .verdict[title=accepted]`)
  assert.notEqual(await page.getAttribute('.margin [aria-current]', 'data-item'), first)
  const second = await page.getAttribute('.margin [aria-current]', 'data-item')
  await page.keyboard.press('r')
  await page.waitForSelector(`#${second}.rejected`)
  await page.goto(`${site.base}${read}?at=${second}`)
  await page.keyboard.press('u')
  await page.waitForSelector(`#${second}:not(.rejected)`)
  await page.keyboard.press('e')
  assert.ok(await page.locator('form.correct').isVisible())
  await page.goBack()
  assert.deepEqual(faults, [])
  await close()
})

test('read: pointing at words selects what they are part of, and a citation is copied', { skip }, async () => {
  const { page, close } = await open(site, read)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.base })
  await page.locator('.words [data-at]').first().click()
  await page.waitForSelector('.words .lit')
  await page.keyboard.press('c')
  await page.waitForSelector('.toast')
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^“.+characters \d+–\d+ of blake3:/s)
  await page.keyboard.press('w')
  await page.waitForFunction(() => navigator.clipboard.readText().then(text => text.startsWith('{')))
  const annotation = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  assert.equal(annotation.target[0].selector[0].type, 'TextPositionSelector')
  await close()
})

test('dragging over a chart chooses its days', { skip }, async () => {
  const { page, faults, close } = await open(site, '/dyad/SAU/IRN')
  const box = await page.locator('svg.links').boundingBox()
  await page.mouse.move(box.x + box.width * 0.25, box.y + 30)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 5 })
  assert.ok(await page.locator('.brush').isVisible())
  await page.mouse.up()
  await page.waitForURL(/when=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d/)
  assert.ok(await page.getByText('All days').isVisible())
  assert.deepEqual(faults, [])
  await close()
})

test('a story shows its tree, both numbers of the dead, and leads to the sentence', { skip }, async () => {
  const { page, close } = await open(site, paths.story, { script: false })
  await page.getByRole('heading', { name: '12 to 30 dead' }).waitFor()
  assert.ok(await page.locator('.origin').count() > 1)
  assert.ok(await page.getByText('denies').count() > 0)
  await page.locator('.tree summary').first().click()
  assert.ok(await page.locator('.tree details .leaf').first().isVisible())
  await page.locator('.matter a.open').first().click(WITHIN)
  await page.waitForURL(/\/read\/\d+/)
  await close()
})

test('an issue: two are picked, and the gap is told in words and drawn', { skip }, async () => {
  const { page, close } = await open(site, paths.issue, { script: false })
  assert.ok(await page.locator('.stance svg').count() >= 2)
  await page.selectOption('select[name=one]', 'SAU')
  await page.selectOption('select[name=other]', 'IRN')
  await page.click('form.pick button')
  await page.waitForURL(/one=SAU&other=IRN/)
  assert.match(await page.locator('.verdict-words').innerText(), /converging/)
  assert.ok(await page.locator('.gaps circle').count() === 3)
  assert.ok(!/ on (A|The) /.test(await page.locator('main').innerText()), 'titles begin small within a sentence')
  await page.locator('.gap li a.open').first().click(WITHIN)
  await page.waitForURL(/\/read\/\d+/)
  await close()
})

test('an actor is renamed, and everything shows it', { skip }, async () => {
  const { page, close } = await open(site, paths.actor)
  await page.click('.changes summary')
  await page.fill('.changes input[name=name]', 'Another <b>Name</b>')
  await page.click('.changes button >> nth=0')
  await page.waitForSelector('h1 >> text=Another <b>Name</b>')
  await close()
})

test('pages are small', { skip }, async () => {
  for (const [name, path] of Object.entries(paths)) {
    const { page, close } = await open(site, '/nowhere')
    let bytes = 0
    page.on('response', async response => { bytes += (await response.body().catch(() => '')).length })
    await page.goto(site.base + path, { waitUntil: 'networkidle' })
    assert.ok(bytes <= 300_000, `${name} takes ${bytes} bytes`)
    await close()
  }
})
