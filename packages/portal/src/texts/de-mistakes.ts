/** Deutsch für das, was in den Worten einer E-Mail falsch ist. */

import type { MistakeCode } from '@muster/core/template-mistakes'
import type { enMistakes } from './en-mistakes.ts'
import type { ProblemText } from './problem-texts.ts'

const askFirst = 'Was fehlen kann, wird zuerst gefragt: {% if campaign.dueOn %} … {% endif %}.'
const builtIn = 'Vergleichen Sie mit dem mitgelieferten Text.'

const texts: Readonly<Record<MistakeCode, ProblemText>> = {
  placeholder: [
    'den Platzhalter „{what}“ gibt es in dieser Art von E-Mail nicht',
    '„Platzhalter einfügen“ zeigt, welche es gibt.',
  ],

  filterUnknown: [
    'den Filter „{what}“ gibt es nicht',
    'Schreiben Sie seinen Namen, wie Liquid ihn kennt, oder lassen Sie ihn weg; brauchbar sind hier default, upcase, downcase, capitalize und truncate.',
  ],
  filterColon: [
    'hinter dem Namen eines Filters fehlt ein Doppelpunkt',
    'Schreiben Sie ihn wie in {{ person.givenName | default: person.displayName }}.',
  ],
  filterValues: [
    'der Filter „{what}“ braucht hinter seinem Doppelpunkt einen Wert',
    'Schreiben Sie ihn wie in {{ person.givenName | default: person.displayName }}.',
  ],
  liquidTagUnknown: [
    'die Anweisung {what} gibt es nicht',
    'Schreiben Sie ihren Namen, wie Liquid ihn kennt; brauchbar sind hier if, unless, for, case und assign.',
  ],
  liquidTagAlone: [
    '{what} steht, wo nichts offen ist, zu dem es gehören könnte',
    'Nehmen Sie es heraus, oder öffnen Sie davor, wozu es gehört.',
  ],
  liquidTagNameless: [
    'eine Anweisung {% … %} hat keinen Namen',
    'Schreiben Sie, was sie tun soll, etwa {% if campaign.dueOn %}, oder nehmen Sie sie heraus.',
  ],
  liquidTagUnreadable: [
    '{what} ist nicht so geschrieben, wie es sein muss',
    'Vergleichen Sie mit {% for one in people %}, {% case reminder.number %} und {% assign name = person.displayName %}.',
  ],
  assignUnreadable: [
    '{% assign %} sagt nicht, was wohin soll',
    'Schreiben Sie es wie in {% assign name = person.displayName %}.',
  ],
  afterElse: [
    'nach einem {% else %} kommt noch ein {% else %} oder {% elsif %}',
    'Behalten Sie ein {% else %}, als letztes vor dem {% endif %}.',
  ],
  blockOpen: ['zu {what} fehlt {end}', 'Schreiben Sie {end}, wo es endet.'],
  outputOpen: [
    'der Platzhalter, der mit {what} beginnt, ist nicht geschlossen',
    'Schreiben Sie }}, wo er endet, und schließen Sie darin alle Anführungszeichen und Klammern.',
  ],
  liquidTagOpen: [
    'die Anweisung, die mit {what} beginnt, ist nicht geschlossen',
    'Schreiben Sie %}, wo sie endet, und schließen Sie darin alle Anführungszeichen.',
  ],
  bracketOpen: [
    'eine eckige Klammer ist offen und nicht geschlossen',
    'Schließen Sie sie, oder nehmen Sie sie heraus.',
  ],
  rangeUnreadable: [
    'was in Klammern steht, lässt sich nicht lesen',
    'Eine Zahlenreihe schreibt man (1..3); andere Klammern nehmen Sie heraus.',
  ],
  valueMissing: [
    'zwischen {{ und }} oder hinter dem Namen einer Anweisung fehlt ein Wert',
    'Schreiben Sie, was gemeint ist, etwa {{ person.displayName }}, oder nehmen Sie das leere heraus.',
  ],
  valueUnreadable: [
    '{what} lässt sich nicht als Wert lesen',
    'Schreiben Sie den Namen eines Platzhalters, eine Zahl oder einen Text zwischen Anführungszeichen.',
  ],
  otherText: [
    'mit {what} lässt sich kein anderer Text einfügen',
    'Schreiben Sie die Worte selbst hierher; in der E-Mail fügt <mj-include path="./head.mjml" /> Logo oder Namen ein.',
  ],
  tooCostly: [
    'eine einzige E-Mail daraus würde zu lange dauern oder zu lang werden',
    'Suchen Sie ein {% for %} über zu viele Zahlen, und kürzen Sie es.',
  ],
  liquid: ['das lässt sich nicht lesen; Liquid sagt dazu: {said}', builtIn],

  mjmlTagUnknown: ['den Tag <{what}> gibt es in MJML nicht', builtIn],
  mjmlTagPlace: [
    '<{what}> kann nicht in <{parent}> stehen, nur in: {parents}',
    'Setzen Sie es in eines davon.',
  ],
  mjmlAttribute: [
    'in <{tag}> kennt MJML {what} nicht',
    'Nehmen Sie es heraus, oder schreiben Sie den Namen, wie MJML ihn kennt.',
  ],
  mjmlColour: [
    'in <{tag}> ist {what} eine Farbe, und „{value}“ ist keine',
    'Schreiben Sie eine wie #0b5cad.',
  ],
  mjmlLength: [
    'in <{tag}> kann {what} nicht die Länge „{value}“ sein; gezählt wird in {units}',
    'Schreiben Sie eine wie 16px.',
  ],
  mjmlChoice: ['in <{tag}> kann {what} nicht „{value}“ sein, nur {choices}', 'Wählen Sie eines davon.'],
  mjmlValue: ['in <{tag}> kann {what} nicht „{value}“ sein', builtIn],
  mjmlNone: ['darin steht keine E-Mail: Sie beginnt mit <mjml> und darin einem <mj-body>', builtIn],
  mjml: ['daraus lässt sich keine E-Mail machen; MJML sagt dazu: {said}', builtIn],

  tagUnended: [
    'dem Tag <{what} fehlt das > am Ende',
    'Schreiben Sie >, wo er endet, und schließen Sie darin alle Anführungszeichen.',
  ],
  notClosed: ['<{what}> wird nirgends geschlossen', 'Schreiben Sie </{what}>, wo es endet.'],
  notClosedBefore: [
    '<{what}> ist vor </{other}> in Zeile {line} nicht geschlossen',
    'Schreiben Sie </{what}>, wo es endet.',
  ],
  closesNothing: [
    '</{what}> schließt nichts',
    'Nehmen Sie es heraus, oder öffnen Sie davor, was es schließt.',
  ],
  include: '„{what}“ kann nicht eingebunden werden, nur ./look.mjml und ./head.mjml.',
  active: [
    '„{what}“ tut in einer E-Mail nichts, als sie vom Posteingang fernzuhalten',
    'Nehmen Sie es heraus.',
  ],
  outside: [
    '„{what}“ lädt etwas und verrät dessen Server, wer die E-Mail wann geöffnet hat',
    'Nehmen Sie es heraus; für das Logo gibt es <mj-include path="./head.mjml" />.',
  ],

  noLink: [
    'niemand käme weiter: Der Link fehlt',
    'Fügen Sie {{ link }} ein, in der E-Mail als href einer Schaltfläche.',
  ],
  empty: 'Darin steht nichts.',
  tooLarge: ['die E-Mail ist so lang, dass manche Programme sie abschneiden', 'Kürzen Sie sie.'],
  missing: ['„{what}“ gibt es nicht bei allen', askFirst],
  unrenderable: ['nicht jede E-Mail lässt sich daraus machen; dazu wird gesagt: {said}', askFirst],
}

export const deMistakes: typeof enMistakes = { mistakeText: code => texts[code] }
