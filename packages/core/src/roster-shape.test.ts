/** What the beginning of a file tells about the rest. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findShape } from './roster-shape.ts'

function problemOf(head: string) {
  const shape = findShape(head)
  assert.equal(shape.kind, 'problem', JSON.stringify(shape))
  return shape.kind === 'problem' ? shape.problem : null
}

describe('the delimiter of a table', () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    test(JSON.stringify(delimiter), () => {
      const head = `"Name, first; and|last\t"${delimiter}UPN${delimiter}City\nAnna${delimiter}anna@c.example${delimiter}Ulm\n`
      const shape = findShape(head)
      assert.equal(shape.kind, 'table')
      assert.equal(shape.kind === 'table' && shape.delimiter, delimiter)
      assert.equal(shape.kind === 'table' && shape.header.columns.upn, 1)
    })
  }

  test("Excel's sep= line decides, with any character", () => {
    const shape = findShape('sep=^\nUPN^Name; of, person\nanna@c.example^Anna\n')
    assert.equal(shape.kind === 'table' && shape.delimiter, '^')
  })
})

describe('what stands before the header', () => {
  for (const [name, before, lines] of [
    ['nothing', '', 0],
    ['blank lines', '\n \n,,\n', 3],
    ['a #TYPE line', '#TYPE System.Management.Automation.PSCustomObject\n', 1],
    ['a sep= line in quotes', '"sep=,"\n', 1],
    ['the version of a bulk template', 'version:v1.0,,,\n', 1],
    ['all of them', '\nsep=,\n#TYPE X\nversion:v1.0\n', 4],
  ] as const) {
    test(name, () => {
      const head = `${before}UPN,Name\nanna@c.example,Anna\n`
      const shape = findShape(head)
      assert.equal(shape.kind, 'table')
      assert.equal(shape.kind === 'table' && shape.line, lines + 2)
      assert.equal(shape.kind === 'table' && head.slice(shape.offset), 'anna@c.example,Anna\n')
    })
  }
})

test('a header may have a line break in a quoted name', () => {
  const shape = findShape('UPN,"Display\nname"\nanna@c.example,Anna')
  assert.deepEqual([shape.kind, shape.kind === 'table' && shape.line], ['table', 3])
})

describe('a plain list', () => {
  for (const [name, head, role, line] of [
    ['one address per line', 'anna@c.example\nben@c.example\n', 'any', 1],
    ['object ids', '1f0c2a4e-5b7d-4c11-9a3e-000000000001\n', 'any', 1],
    ['many on one line', 'anna@c.example; ben@c.example', 'any', 1],
    ['with trailing separators', 'anna@c.example;\nben@c.example;\n', 'any', 1],
    ['names before addresses', 'Beck, Anna <anna@c.example>\nRoth, Ben <ben@c.example>\n', 'any', 1],
    ['beginning with a mistake', 'anna.c.example\nben@c.example\n', 'any', 1],
    ['one column with a header', 'Email\nanna@c.example; ben@c.example\n', 'mail', 2],
    ['one column of UPNs', '\nUPN\nanna@c.example\n', 'upn', 3],
  ] as const) {
    test(name, () => {
      const shape = findShape(head)
      assert.equal(shape.kind, 'list')
      assert.deepEqual(shape.kind === 'list' && [shape.role, shape.line], [role, line])
    })
  }
})

describe('a list that cannot be read', () => {
  test('an empty one', () => {
    for (const head of ['', '\n\n', ' \u200B\u00A0\n', ';;;\n']) assert.equal(problemOf(head)?.code, 'empty')
  })

  test('columns, but none that names a person', () => {
    const problem = problemOf('Kontakt;Abteilung\nanna@c.example;IT\n')
    assert.equal(problem?.code, 'noColumn')
    assert.match(problem?.where ?? '', /Kontakt, Abteilung/)
  })

  test('a title over a table is not taken for its header', () => {
    const shape = findShape('Everybody of wave 1;;\n;;\nName;UPN;Raum\nAnna;anna@c.example;4\n')
    assert.ok(shape.kind === 'table')
    assert.deepEqual([shape.header.names, shape.line], [['Name', 'UPN', 'Raum'], 4])
  })

  test('columns without a header', () => {
    const problem = problemOf('\nanna@c.example,Anna,IT\nben@c.example,Ben,HR\n')
    assert.equal(problem?.code, 'noHeader')
    assert.match(problem?.what ?? '', /3 columns/)
    assert.match(problem?.where ?? '', /Line 2/)
  })

  test('a quote in the header that is never closed', () => {
    assert.match(problemOf('\n"UPN,Name\nanna@c.example,Anna\n')?.where ?? '', /line 2/)
  })
})
