/** Microsoft's own client libraries, unmodified, against the tenant. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity'
import {
  type AuthenticationProvider,
  BatchRequestContent,
  BatchResponseContent,
  Client,
  GraphError,
  PageIterator,
} from '@microsoft/microsoft-graph-client'
import { createAppCertificate } from './login/certificates.ts'
import { createStage, read, type Stage } from './testing/stage.ts'

const SCOPE = 'https://graph.microsoft.com/.default'

function credentialOf(stage: Stage, secret = stage.app.secrets[0]?.value ?? ''): ClientSecretCredential {
  const { tenant, app } = stage
  return new ClientSecretCredential(tenant.world.tenantId, app.clientId, secret, {
    authorityHost: tenant.loginUrl,
    disableInstanceDiscovery: true,
  })
}

function clientOf(stage: Stage): Client {
  const credential = credentialOf(stage)
  const authProvider: AuthenticationProvider = {
    getAccessToken: async () => (await credential.getToken(SCOPE)).token,
  }
  return Client.initWithMiddleware({
    baseUrl: `${stage.tenant.graphUrl}/`,
    customHosts: new Set(['localhost']),
    authProvider,
  })
}

test('ClientSecretCredential gets a token, and shows the AADSTS number when it does not', async () => {
  await using stage = await createStage()
  const { token, expiresOnTimestamp } = await credentialOf(stage).getToken(SCOPE)
  assert.equal(token.split('.').length, 3)
  assert.ok(expiresOnTimestamp > Date.now() + 3_000_000)
  await assert.rejects(
    credentialOf(stage, 'wrong').getToken(SCOPE),
    /AADSTS7000215: Invalid client secret provided/,
  )
})

test('ClientCertificateCredential gets a token with its own assertion', async () => {
  await using stage = await createStage()
  const { tenant, app } = stage
  const { certificatePem, privateKeyPem } = await createAppCertificate('Muster')
  const options = { authorityHost: tenant.loginUrl, disableInstanceDiscovery: true }
  const credential = new ClientCertificateCredential(
    tenant.world.tenantId,
    app.clientId,
    { certificate: `${privateKeyPem}${certificatePem}` },
    options,
  )
  await assert.rejects(credential.getToken(SCOPE), /AADSTS700027/)
  app.certificates.push(certificatePem)
  assert.ok((await credential.getToken(SCOPE)).token)
})

test('the Graph client reads people page by page with its iterator', async () => {
  await using stage = await createStage()
  for (let number = 0; number < 250; number++)
    stage.tenant.world.addUser({
      userPrincipalName: `p${number}@contoso.example`,
      displayName: `Person ${number}`,
    })
  const client = clientOf(stage)
  const first = await client.api('/users').select(['id', 'displayName']).top(100).get()
  const names: string[] = []
  const iterator = new PageIterator(client, first, user => {
    names.push(user.displayName)
    return true
  })
  await iterator.iterate()
  assert.equal(names.length, 255)
  assert.deepEqual(stage.violations, [])
})

test('the Graph client sends mail, adds a member, and understands the errors', async () => {
  await using stage = await createStage()
  const client = clientOf(stage)
  const { adele } = stage.people
  await client.api('/users/security@contoso.example/sendMail').post({
    message: {
      subject: 'Set up your sign-in',
      body: { contentType: 'text', content: 'Please do.' },
      toRecipients: [{ emailAddress: { address: adele.mail } }],
    },
  })
  assert.equal(stage.tenant.world.inboxes.get('adele.vance@contoso.example')?.length, 1)
  const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${adele.id}` }
  await client.api(`/groups/${stage.group.id}/members/$ref`).post(reference)
  assert.ok(stage.group.members.has(adele.id))
  await assert.rejects(
    client.api(`/groups/${stage.group.id}/members/$ref`).post(reference),
    (error: unknown) =>
      error instanceof GraphError && error.statusCode === 400 && error.code === 'Request_BadRequest',
  )
  assert.deepEqual(stage.violations, [])
})

test('the Graph client batches', async () => {
  await using stage = await createStage()
  const { adele, alex } = stage.people
  const steps = [adele, alex].map(({ id }) => ({
    id,
    request: new Request(`https://localhost/users/${id}?$select=displayName`),
  }))
  const content = await new BatchRequestContent(steps).getContent()
  const answers = new BatchResponseContent(await clientOf(stage).api('/$batch').post(content))
  const names = await Promise.all(
    [adele, alex].map(async ({ id }) => read(await answers.getResponseById(id).json(), 'displayName')),
  )
  assert.deepEqual(names, ['Adele Vance', 'Alex Wilber'])
  assert.deepEqual(stage.violations, [])
})
