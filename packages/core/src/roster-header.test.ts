/** Which columns are recognised, under the names that exports and people give them. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type RosterColumns, readHeader } from './roster-header.ts'

function columnsOf(header: string): Partial<RosterColumns> {
  const verdict = readHeader(header.split(','))
  assert.equal(verdict.kind, 'header', header)
  const columns = verdict.kind === 'header' ? verdict.header.columns : {}
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== null))
}

describe('a name of the UPN column', () => {
  for (const name of [
    'UPN',
    'upn',
    'UserPrincipalName',
    'User principal name',
    'user_principal_name',
    ' USER-PRINCIPAL-NAME ',
    'User\u00A0principal\u200B name',
    'Benutzerprinzipalname',
    "Nom d'utilisateur principal",
    'Nombre principal de usuario',
    'Username',
    'User name [userPrincipalName] Required',
    'Member object ID or user principal name [memberObjectIdOrUpn] Required',
  ]) {
    test(JSON.stringify(name), () => assert.deepEqual(columnsOf(name), { upn: 0 }))
  }
})

describe('a name of the e-mail column', () => {
  for (const name of [
    'Email',
    'E-mail',
    'E-Mail',
    'Mail',
    'Email address',
    'E-mail Address',
    'Work email',
    'Work e-mail',
    'EmailAddress',
    'PrimarySmtpAddress',
    'E-Mail-Adresse',
    'Adresse électronique',
    'Correo electrónico',
    'E-mailadres',
    'Email Address [Required]',
  ]) {
    test(JSON.stringify(name), () => assert.deepEqual(columnsOf(name), { mail: 0 }))
  }
})

describe('columns that look like the one and are another', () => {
  for (const name of [
    'authenticationEmail',
    'alternateEmailAddress',
    'Manager email',
    'Manager UPN',
    'Proxy addresses',
    'Personal email',
  ]) {
    test(JSON.stringify(name), () => assert.equal(readHeader([name, 'City']).kind, 'problem'))
  }

  test('a job title is not a UPN', () => assert.deepEqual(columnsOf('Title,Mail'), { mail: 1 }))

  test('in our own export, Title is the UPN', () => {
    assert.deepEqual(
      columnsOf('Title,DisplayName_,InviteStatus,InGroup,Source,SourceBatchId,TrackingToken'),
      {
        upn: 0,
        displayName: 1,
        source: 4,
        sourceBatchId: 5,
      },
    )
  })
})

test('of several columns of a kind, the surer name wins, then the first', () => {
  assert.deepEqual(columnsOf('Username,UPN,Recipients,Email,Mail'), { upn: 1, mail: 4 })
})

test('the columns that are passed on are found beside the others', () => {
  assert.deepEqual(columnsOf('Batch,Source,Dept.,Full name,Object Id,Mail,UPN'), {
    sourceBatchId: 0,
    source: 1,
    department: 2,
    displayName: 3,
    objectId: 4,
    mail: 5,
    upn: 6,
  })
})

test('a header without a usable column is refused with what it has and what is accepted', () => {
  const verdict = readHeader(['Kontakt', '', 'Abteilung'])
  assert.equal(verdict.kind, 'problem')
  const problem = verdict.kind === 'problem' ? verdict.problem : null
  assert.equal(problem?.code, 'noColumn')
  assert.match(problem?.where ?? '', /Kontakt, —, Abteilung/)
  assert.match(problem?.how ?? '', /UPN, User principal name, Email/)
})

test('a very wide header is not repeated in full', () => {
  const verdict = readHeader(Array.from({ length: 300 }, (_, at) => `Column ${at}`))
  assert.match(verdict.kind === 'problem' ? verdict.problem.where : '', /Column 19, … \+280/)
})
