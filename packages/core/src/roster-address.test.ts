/** What people write for an address, and what it is taken for. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressLengthMax, cleanText, isBlank, looksLikeData, readReference } from './roster-address.ts'

const anna = 'anna.beck@contoso.example'
const annaId = '1f0c2a4e-5b7d-4c11-9a3e-000000000001'

describe('an address is found under what surrounds it', () => {
  const written: [string, string][] = [
    ['plain', anna],
    ['spaces', `  ${anna}\t`],
    ['no-break spaces', `\u00A0${anna}\u202F`],
    ['a zero-width space inside', anna.replace('.', '.\u200B')],
    ['a soft hyphen inside', anna.replace('beck', 'be\u00ADck')],
    ['a word joiner and a byte order mark', `\uFEFF${anna}\u2060`],
    ['zero-width joiners', `\u200C${anna}\u200D`],
    ['marks of writing direction', `\u202A${anna}\u202C`],
    ['mailto', `mailto:${anna}`],
    ['MAILTO with a subject', `MAILTO: ${anna}?subject=Hello`],
    ['a proxy address', `SMTP:${anna}`],
    ['angle brackets', `<${anna}>`],
    ['a name in front', `Anna Beck <${anna}>`],
    ['the same twice, as Outlook pastes it', `${anna}<mailto:${anna}>`],
    ['double quotes', `"${anna}"`],
    ['single quotes', `'${anna}'`],
    ['typographic quotes', `“${anna}”`],
    ['German quotes', `„${anna}“`],
    ['guillemets', `«${anna}»`],
    ['parentheses', `(${anna})`],
    ['backticks', `\`${anna}\``],
    ['a semicolon behind', `${anna};`],
    ['a comma and spaces behind', `${anna} , `],
    ['the full stop of a sentence', `${anna}.`],
    ['everything at once', `" <MAILTO:${anna}>"; `],
  ]
  for (const [name, text] of written) {
    test(name, () => {
      const verdict = readReference(text, 'upn')
      assert.equal(verdict.kind, 'found')
      assert.deepEqual(verdict.kind === 'found' && verdict.reference, { kind: 'upn', value: anna })
    })
  }

  test('the apostrophe that an export puts before a plus sign is not part of the address', () => {
    assert.deepEqual(readReference("'+eva@contoso.example", 'mail'), {
      kind: 'found',
      reference: { kind: 'mail', value: '+eva@contoso.example' },
      displayName: null,
    })
  })
})

describe('valid addresses are left as they are', () => {
  for (const address of [
    "dara.o'neil@contoso.example",
    'eva+mfa@contoso.example',
    'günther.groß@contoso.example',
    'søren@münchen.example',
    '田中@contoso.example',
    'carla_fabrikam.example#EXT#@contoso.onmicrosoft.example',
    'carla@fabrikam.example#EXT#@contoso.onmicrosoft.example',
    'Anna.Beck@CONTOSO.example',
    `${'a'.repeat(addressLengthMax - '@contoso.example'.length)}@contoso.example`,
  ]) {
    test(address.slice(0, 60), () => {
      assert.deepEqual(readReference(address, 'upn'), {
        kind: 'found',
        reference: { kind: 'upn', value: address },
        displayName: null,
      })
    })
  }

  test('a decomposed umlaut, as macOS writes it, is the composed one', () => {
    assert.deepEqual(readReference('gu\u0308nther@contoso.example', 'upn'), {
      kind: 'found',
      reference: { kind: 'upn', value: 'günther@contoso.example' },
      displayName: null,
    })
  })
})

describe('what is no address is refused with the reason', () => {
  const refused: [string, RegExp][] = [
    ['anna.beck', /no @/],
    ['Anna Beck', /no @/],
    ['anna beck@contoso.example', /Spaces/],
    ['anna@@contoso.example', /Two @/],
    ['anna@contoso@example', /Two @/],
    ['anna@contoso.example; ben@contoso.example', /More than one address/],
    ['anna@contoso.example ben@contoso.example', /More than one address/],
    ['Anna <anna@contoso.example> Ben <ben@contoso.example>', /More than one address/],
    ['@contoso.example', /before the @/],
    ['anna@', /after the @/],
    ['anna@.example', /not a domain/],
    ['anna@contoso..example', /not a domain/],
    [`${'a'.repeat(addressLengthMax)}@contoso.example`, /Longer than the 320/],
    [`${' x'.repeat(600)}@contoso.example`, /Longer than the 320/],
    ['anna\n@contoso.example', /line break/],
    ['g\uFFFDnther@contoso.example', /could not be read/],
  ]
  for (const [text, reason] of refused) {
    test(JSON.stringify(text.slice(0, 60)), () => {
      const verdict = readReference(text, 'upn')
      assert.equal(verdict.kind, 'malformed')
      assert.match(verdict.kind === 'malformed' ? verdict.reason : '', reason)
    })
  }

  test('a long value is repeated only in part', () => {
    const verdict = readReference('x'.repeat(5_000), 'upn')
    assert.equal(verdict.kind === 'malformed' && verdict.value.length, 121)
  })
})

describe('object ids', () => {
  for (const text of [annaId, annaId.toUpperCase(), `{${annaId}}`, ` ${annaId} `, `"${annaId}",`]) {
    test(`${text} is an object id in any column`, () => {
      for (const role of ['upn', 'mail', 'objectId', 'any'] as const) {
        assert.deepEqual(readReference(text, role), {
          kind: 'found',
          reference: { kind: 'objectId', value: annaId },
          displayName: null,
        })
      }
    })
  }

  test('a personnel number in the column of object ids is not one', () => {
    const verdict = readReference('40213', 'objectId')
    assert.match(verdict.kind === 'malformed' ? verdict.reason : '', /Not an object id/)
  })
})

test('a name before the address is kept as the display name', () => {
  const verdict = readReference('"Beck, Anna" <anna.beck@contoso.example>', 'any')
  assert.equal(verdict.kind === 'found' && verdict.displayName, 'Beck, Anna')
})

test('what stands for nothing is blank', () => {
  for (const text of ['', ' ', '\u00A0', '\u200B', '""', '-', 'n/a', 'N/A', 'NULL', '#NV', ';;']) {
    assert.deepEqual(readReference(text, 'upn'), { kind: 'blank' }, JSON.stringify(text))
  }
})

test('data is told from column names', () => {
  assert.ok(looksLikeData(anna))
  assert.ok(looksLikeData('anna@@contoso'))
  assert.ok(looksLikeData(`{${annaId}}`))
  assert.ok(!looksLikeData('User principal name'))
})

test('names keep the joiners that are part of their spelling', () => {
  assert.equal(cleanText(' می\u200Cخواهم\u00A0\u00ADBeck\u200B '), 'می\u200Cخواهم Beck')
})

test('characters that nobody sees are blank', () => {
  assert.ok(isBlank('\u200B\u2060 \u00A0\u00AD'))
  assert.ok(!isBlank('\u200Bx'))
})
