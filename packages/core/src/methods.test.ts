/** What registered methods amount to: the whole table, every goal against every level, and Microsoft's own list of types. */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import {
  type Answer,
  assessMethods,
  assessReported,
  type Goal,
  goals,
  type Level,
  meetsGoal,
  methodTypes,
  reportedMethods,
} from './methods.ts'

const password = '#microsoft.graph.passwordAuthenticationMethod'

/** FACTS of the Graph v1.0 authenticationMethod types: what each is worth. */
const types: Readonly<Record<string, Level>> = {
  password: 'none',
  email: 'none',
  temporaryAccessPass: 'none',
  qrCodePin: 'none',
  phone: 'phone',
  microsoftAuthenticator: 'mfa',
  softwareOath: 'mfa',
  external: 'mfa',
  fido2: 'phishingResistant',
  windowsHelloForBusiness: 'phishingResistant',
  platformCredential: 'phishingResistant',
}

describe('the table of method types', () => {
  for (const [name, level] of Object.entries(types)) {
    test(`${name} amounts to ${level}, with the prefix that Graph writes and without`, () => {
      const type = `${name}AuthenticationMethod`
      const expected = { level, unknownTypes: [] }
      assert.deepEqual(assessMethods([`#microsoft.graph.${type}`]), expected)
      assert.deepEqual(assessMethods([`microsoft.graph.${type}`]), expected)
      assert.deepEqual(assessMethods([type]), expected)
    })
  }

  test('holds no other type, and says of each where it comes from', () => {
    const names = Object.keys(types).map(name => `${name}AuthenticationMethod`)
    assert.deepEqual(Object.keys(methodTypes).sort(), names.sort())
    for (const fact of [...Object.values(methodTypes), ...Object.values(reportedMethods)]) {
      assert.match(fact.source, /^(Graph v1\.0|Microsoft Entra) /)
    }
  })

  test('the five that the seed looks for all count as registered, and a password does not', () => {
    for (const name of [
      'phone',
      'microsoftAuthenticator',
      'softwareOath',
      'fido2',
      'windowsHelloForBusiness',
    ]) {
      assert.equal(meetsGoal(assessMethods([password, `${name}AuthenticationMethod`]), 'mfa'), 'yes', name)
    }
    assert.equal(meetsGoal(assessMethods([password]), 'mfa'), 'no')
  })

  test('password, e-mail and Temporary Access Pass never count, not even together', () => {
    const all = ['password', 'email', 'temporaryAccessPass'].map(name => `${name}AuthenticationMethod`)
    for (const goal of goals) assert.equal(meetsGoal(assessMethods(all), goal), 'no')
  })
})

describe('several methods together', () => {
  test('the strongest decides, in whatever order', () => {
    const phone = 'phoneAuthenticationMethod'
    const key = 'fido2AuthenticationMethod'
    assert.equal(assessMethods([password, phone, key]).level, 'phishingResistant')
    assert.equal(assessMethods([key, phone, password]).level, 'phishingResistant')
    assert.equal(assessMethods([password, phone]).level, 'phone')
  })

  test('nobody has registered anything: none, not unknown', () => {
    assert.deepEqual(assessMethods([]), { level: 'none', unknownTypes: [] })
  })

  test('a type that we do not know makes "none" unknown, is named, and takes nothing away', () => {
    assert.deepEqual(assessMethods([password, '#microsoft.graph.palmAuthenticationMethod']), {
      level: 'unknown',
      unknownTypes: ['palmAuthenticationMethod'],
    })
    assert.deepEqual(assessMethods(['phoneAuthenticationMethod', 'palmAuthenticationMethod']), {
      level: 'phone',
      unknownTypes: ['palmAuthenticationMethod'],
    })
  })

  test('a type named like something every object has is unknown too', () => {
    assert.equal(assessMethods(['constructor']).level, 'unknown')
    assert.equal(assessReported(['toString']).level, 'unknown')
  })

  test('case matters, as it does in Graph', () => {
    assert.equal(assessMethods(['PhoneAuthenticationMethod']).level, 'unknown')
  })
})

describe('the words of the registration report', () => {
  const words: Readonly<Record<string, Level>> = {
    email: 'none',
    securityQuestion: 'none',
    temporaryAccessPass: 'none',
    qrCode: 'none',
    mobilePhone: 'phone',
    alternateMobilePhone: 'phone',
    officePhone: 'phone',
    microsoftAuthenticatorPush: 'mfa',
    microsoftAuthenticatorPasswordless: 'mfa',
    softwareOneTimePasscode: 'mfa',
    hardwareOneTimePasscode: 'mfa',
    externalAuthMethod: 'mfa',
    fido2SecurityKey: 'phishingResistant',
    windowsHelloForBusiness: 'phishingResistant',
    macOsSecureEnclaveKey: 'phishingResistant',
    passKeyDeviceBound: 'phishingResistant',
    passKeyDeviceBoundAuthenticator: 'phishingResistant',
    passKeyDeviceBoundWindowsHello: 'phishingResistant',
    passKeySynced: 'phishingResistant',
  }

  for (const [word, level] of Object.entries(words)) {
    test(`${word} amounts to ${level}`, () => {
      assert.deepEqual(assessReported([word]), { level, unknownTypes: [] })
    })
  }

  test('there are no others in the table; another word is unknown', () => {
    assert.deepEqual(Object.keys(reportedMethods).sort(), Object.keys(words).sort())
    assert.deepEqual(assessReported(['palmPrint']), { level: 'unknown', unknownTypes: ['palmPrint'] })
  })
})

describe('goals', () => {
  const answers: Readonly<Record<Goal, Readonly<Record<Level, Answer>>>> = {
    mfa: { none: 'no', phone: 'yes', mfa: 'yes', phishingResistant: 'yes', unknown: 'unknown' },
    notPhoneOnly: { none: 'no', phone: 'no', mfa: 'yes', phishingResistant: 'yes', unknown: 'unknown' },
    phishingResistant: { none: 'no', phone: 'no', mfa: 'no', phishingResistant: 'yes', unknown: 'unknown' },
  }

  for (const goal of goals) {
    for (const [level, answer] of Object.entries(answers[goal]) as [Level, Answer][]) {
      test(`${level} meets ${goal}: ${answer}`, () => {
        assert.equal(meetsGoal({ level, unknownTypes: [] }, goal), answer)
      })

      test(`${level} and a type we do not know meets ${goal}: never a "no"`, () => {
        const expected = answer === 'no' ? 'unknown' : answer
        assert.equal(meetsGoal({ level, unknownTypes: ['palmAuthenticationMethod'] }, goal), expected)
      })
    }
  }

  test('are three', () => assert.deepEqual([...goals].sort(), Object.keys(answers).sort()))
})

describe("Microsoft's contract", () => {
  const file = contractFile()

  test('every type derived from authenticationMethod is in the table', skipWithout(file), () => {
    const derived = derivedTypes(JSON.parse(readFileSync(file ?? '', 'utf8')))
    assert.ok(derived.includes('phoneAuthenticationMethod'), `the contract names ${derived.length} types`)
    const missing = derived.filter(type => !Object.hasOwn(methodTypes, type))
    assert.deepEqual(missing, [])
    assert.deepEqual(assessMethods(derived), { level: 'phishingResistant', unknownTypes: [] })
  })
})

interface Contract {
  components: { schemas: Record<string, { allOf?: { $ref?: string }[] }> }
}

/** The types of which the contract says `allOf: authenticationMethod`, without their prefix. */
function derivedTypes(contract: Contract): string[] {
  const base = '#/components/schemas/microsoft.graph.authenticationMethod'
  return Object.entries(contract.components.schemas)
    .filter(([, schema]) => schema.allOf?.some(part => part.$ref === base))
    .map(([name]) => name.replace('microsoft.graph.', ''))
}

/** The OpenAPI subset of Graph v1.0: named by GRAPH_CONTRACT, or beside the repository; null when there is none. */
function contractFile(): string | null {
  const beside = new URL('../../../../shared/graph/graph-v1-subset.openapi.json', import.meta.url).pathname
  return [process.env.GRAPH_CONTRACT, beside].find(file => file !== undefined && existsSync(file)) ?? null
}

function skipWithout(file: string | null): { skip: string | false } {
  return { skip: file === null ? 'no contract of Graph here; name its file in GRAPH_CONTRACT' : false }
}
