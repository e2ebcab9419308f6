/** Each mistake in the words of a mail is told with its facts, and read back where it stands within another sentence. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMistakeCode, makeMistake, mistakeCodes, mistakeSentences } from './template-mistakes.ts'

test('a mistake tells what it is about, and how to mend it', () => {
  const { what, detail, remedy } = makeMistake('blockOpen', { what: '{% if link %}', end: '{% endif %}' })
  assert.equal(what, '{% if link %}')
  assert.equal(
    `${detail}; ${remedy}`,
    'nothing ends {% if link %}: there is no {% endif %}; write {% endif %} where it ends',
  )
})

test('each is read back to its code', () => {
  const facts = {
    ...{ what: 'mj-text', tag: 'mj-text', value: 'big', units: 'px', choices: 'left, right', line: '7' },
    ...{ parent: 'mj-body', parents: 'mj-column', end: '{% endif %}', other: 'mj-column', said: 'no' },
  }
  const wrong = mistakeCodes.filter(
    code => mistakeSentences.read(mistakeSentences.tell(code, facts))?.code !== code,
  )
  assert.deepEqual(wrong, [])
})

test('a word of another version is none of these', () => {
  assert.equal(isMistakeCode('toString'), false)
  assert.equal(mistakeSentences.read('something new'), null)
})
