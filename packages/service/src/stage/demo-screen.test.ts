/** The demo's screen fits the terminal, and says first what matters first. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { createPaint } from '../cli/session.ts'
import { openTerminal, type TerminalSize } from '../cli/terminal.ts'
import { createWorld, eventOf, exampleReport } from '../http/example-world.ts'
import { composeScreen, createDemoScreen, type DemoFacts, type DemoPicture } from './demo-screen.ts'

const facts: DemoFacts = {
  campaignId: '019a0000-0000-7000-8000-000000000001',
  campaignName: 'Everybody by February',
  draftName: 'No one phone-only by 1 February',
  administrationUrl: 'http://127.0.0.1:40001',
  publicUrl: 'http://127.0.0.1:40002',
  consoleUrl: 'http://127.0.0.1:40861',
  administrator: 'Priya Raghunathan',
  commandPrefix: 'MUSTER_DATA=.muster/demo-12345 npx muster',
  somebody: 'adele.vance@contoso.example',
}
const at = new Date('2026-11-04T09:30:00Z')
const world = createWorld()
const [campaign] = world.campaigns
const [anna] = world.people
assert.ok(campaign !== undefined && anna !== undefined)
const first = eventOf(anna)
const events = Array.from({ length: 60 }, (_, index) => ({ ...first, text: `event ${index}` }))
const report = {
  ...exampleReport(campaign, world.people),
  counts: {
    pending: 11_111,
    sent: 22_222,
    clicked: 3_333,
    addedToGroup: 44_444,
    active: 55_555,
    skipped: 6_666,
    failed: 777,
    excluded: 888,
  },
}
const terminal = { ...openTerminal('/nowhere'), env: {}, isTTY: true }
const coloured = createPaint(terminal)

function draw(size: TerminalSize, more: Partial<DemoPicture> = {}): string[] {
  return composeScreen({ report, events, at, facts, size, paint: (_, text) => text, ...more })
}

/** Columns, for text of one column a letter. */
function widest(lines: readonly string[]): number {
  return Math.max(...lines.map(line => [...stripVTControlCharacters(line)].length))
}

describe('the screen of the demo', () => {
  test('at 80×24 nothing is cut that is needed: funnel whole, people, news, and commands to copy', () => {
    const lines = draw({ columns: 80, rows: 24 })
    assert.equal(lines.length, 24)
    assert.ok(widest(lines) <= 80)
    assert.match(lines[0] ?? '', /^Muster demo {2}Wed 11-04 09:30 {2}\S/)
    assert.match(lines[2] ?? '', /^STEP +PEOPLE .* SHARE +LAST HOUR +LAST DAY$/)
    assert.deepEqual(
      lines.slice(3, 8).map(line => line.trim().split(/ {2,}/)[0]),
      ['enrolled', 'invited', 'confirmed', 'in the group', 'registered'],
    )
    const text = lines.join('\n')
    for (const [status, count] of Object.entries(report.counts))
      assert.ok(text.includes(`${count} ${status}`))
    assert.ok(lines.includes(`Open ${facts.administrationUrl} and sign in as Priya Raghunathan`))
    assert.ok(
      lines.includes('  Try: launch “No one phone-only by 1 February” yourself (its Plan, then Launch)'),
    )
    assert.ok(lines.includes(`Or in a second terminal: ${facts.commandPrefix} overview`))
    assert.ok(lines.some(line => line.startsWith('What just happened  (Ctrl-C stops')))
    assert.ok(lines.includes(`Read the mails and play a person: ${facts.consoleUrl}`))
    const news = lines.filter(line => /event \d+$/.test(line))
    assert.ok(news.length >= 4, `${news.length} events`)
    assert.match(news.at(-1) ?? '', /event 59$/)
  })

  test('it is never larger than the terminal, and title and funnel go last', () => {
    for (const columns of [20, 40, 80, 200])
      for (const rows of [1, 3, 8, 12, 20, 30, 50]) {
        const lines = draw({ columns, rows }, { paint: coloured })
        assert.ok(lines.length <= rows, `${lines.length} lines on ${rows}`)
        assert.ok(widest(lines) <= columns, `${widest(lines)} columns on ${columns}`)
        assert.match(stripVTControlCharacters(lines[0] ?? ''), /^Muster demo/)
        if (rows >= 8) assert.match(stripVTControlCharacters(lines[7] ?? ''), /^registered/)
      }
    const wide = draw({ columns: 120, rows: 50 })
    assert.ok(wide.some(line => line.endsWith('export --campaign "Everybody by February" --out people.csv')))
  })

  test('wide letters count twice, colours not at all, and names cannot move the cursor', () => {
    const name = '山田太郎山田太郎山田太郎山田太郎山田太郎'
    const [line = ''] = draw(
      { columns: 40, rows: 24 },
      { events: [{ ...first, displayName: name, text: 'confirmed' }] },
    ).filter(text => text.includes('山'))
    // Two blanks, a time of 15, two blanks: 21 columns are left, which is ten letters of two.
    assert.equal(line.length, 29)
    const sly = draw({ columns: 80, rows: 24 }, { events: [{ ...first, displayName: 'Eve\u001b[2J' }] })
    assert.ok(!sly.join('').includes('\u001b'))
    const bold = draw({ columns: 11, rows: 1 }, { paint: coloured })[0]
    assert.equal(bold, coloured('bold', 'Muster demo'))
  })

  test('each draw asks the terminal for its size, and draws over the one before', () => {
    let size = { columns: 80, rows: 24 }
    const written: string[] = []
    const stdout = { write: (text: string | Uint8Array) => written.push(String(text)) }
    const screen = createDemoScreen({ ...terminal, stdout, size: () => size }, facts)
    for (const rows of [24, 12]) {
      size = { columns: 60, rows }
      screen.draw({ report, fresh: events, at })
      assert.equal(written.at(-1)?.split('\n').length, rows)
    }
    assert.ok(written.slice(1).every(text => text.startsWith('\u001b[H') && text.endsWith('\u001b[J')))
  })
})
