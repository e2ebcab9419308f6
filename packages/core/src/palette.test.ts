/** Whatever colour an organisation chooses, mails and pages can be read in it. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkColours, contrastOf, grounds, ownPalette, type Palette, paletteOf } from './palette.ts'

/** WCAG 2.2, 1.4.3. */
const enough = 4.5

function unreadable(palette: Palette): string[] {
  return (['light', 'dark'] as const).flatMap(look => {
    const { accent, accentStrong, onAccent, link } = palette[look]
    const pairs = [
      ['text on a button', onAccent, accent],
      ['text on a button under the pointer', onAccent, accentStrong],
      ['a link on the page', link, grounds[look].page],
      ['a link on the sheet', link, grounds[look].sheet],
    ] as const
    return pairs
      .filter(([, front, back]) => contrastOf(front, back) < enough)
      .map(([what, front, back]) => `${look}: ${what}, ${front} on ${back}`)
  })
}

describe('the colours of mails and pages', () => {
  test('black on white is 21 to 1, a colour on itself 1 to 1', () => {
    assert.equal(contrastOf('#000000', '#ffffff'), 21)
    assert.equal(contrastOf('#336699', '#336699'), 1)
  })

  test('without a brand can be read', () => assert.deepEqual(unreadable(ownPalette), []))

  test('can be read whatever the colour, from black over yellow to white', () => {
    const steps = ['00', '33', '66', '80', '99', 'cc', 'ff']
    for (const red of steps)
      for (const green of steps)
        for (const blue of steps) {
          const accent = `#${red}${green}${blue}`
          assert.deepEqual(unreadable(paletteOf({ accent, onAccent: null })), [], accent)
        }
  })

  test("Contoso's colour is the button's own, letter by letter", () => {
    assert.equal(paletteOf({ accent: '#A4262C', onAccent: null }).light.accent, '#a4262c')
  })
})

describe('what is said about a choice', () => {
  test('white on a pale yellow is not enough, and by how much', () => {
    const [button] = checkColours({ accent: '#ffe066', onAccent: '#ffffff' })
    assert.equal(button?.isEnough, false)
    assert.ok((button?.ratio ?? 9) < 1.5)
  })

  test('a button nearly as white as the mail is said to be hardly seen, a blue one not', () => {
    const shapeOf = (accent: string) =>
      checkColours({ accent, onAccent: null }).find(one => one.of === 'shape')
    assert.deepEqual([shapeOf('#fefefe')?.isEnough, shapeOf('#0b5cad')?.isEnough], [false, true])
    assert.ok((shapeOf('#fefefe')?.ratio ?? 9) < 1.1)
  })

  test('a yellow that no link could be read in is darkened for links', () => {
    const [button, , link] = checkColours({ accent: '#ffe066', onAccent: null })
    assert.deepEqual([button?.isEnough, button?.used, link?.isEnough], [true, '#000000', false])
    assert.ok(contrastOf(link?.used ?? '', grounds.light.page) >= enough)
  })
})
