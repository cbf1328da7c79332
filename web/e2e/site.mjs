// A server with the sample, and a browser. The program is $VERBALE_RECORDS_SERVER (the example `serve_records`) with
// records in $VERBALE_RECORDS; `make e2e` makes both.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const isReady = existsSync(CHROMIUM) && Boolean(process.env.VERBALE_RECORDS_SERVER && process.env.VERBALE_RECORDS)

export async function start (...options) {
  const folder = mkdtempSync(join(tmpdir(), 'verbale-e2e-'))
  const args = [process.env.VERBALE_RECORDS, join(folder, 'news.vb'), '0', ...options]
  const server = spawn(process.env.VERBALE_RECORDS_SERVER, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const base = await new Promise((resolve, reject) => {
    server.stdout.once('data', line => resolve(String(line).trim()))
    server.once('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  const stop = async () => {
    await browser.close()
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  return { base, browser, stop }
}

// A page that fails the test on any error of script or policy, and on any request to another server.
export async function open ({ base, browser }, path, { width = 1280, scheme = 'light', script = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 860 }, colorScheme: scheme, javaScriptEnabled: script })
  const page = await context.newPage()
  const faults = []
  page.on('console', message => { if (message.type() === 'error') faults.push(message.text()) })
  page.on('pageerror', error => faults.push(String(error)))
  page.on('request', request => { if (!request.url().startsWith(base)) faults.push(`asked ${request.url()}`) })
  await page.goto(base + path)
  return { page, faults, close: () => context.close() }
}

export async function json (base, path) {
  return (await fetch(base + path)).json()
}
