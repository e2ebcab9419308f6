/** The command line: a tenant that says where it lives and ends on Ctrl-C, and plain words for wrong options. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import tls from 'node:tls'
import { fileURLToPath } from 'node:url'
import { ClientCertificateCredential } from '@azure/identity'
import { decodeJwt } from 'jose'
import { createAppCertificate } from './login/certificates.ts'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))

function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    output.stderr += text
  })
  const ended = once(child, 'close').then(([code]) => ({ code, ...output }))
  return { child, output, ended }
}

test('it prints where everything is, writes the authority, and ends cleanly on Ctrl-C', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenant-'))
  const caFile = join(folder, 'ca.pem')
  const { child, output, ended } = start(
    '--people',
    '5',
    '--seed',
    '3',
    '--faults',
    'rough',
    '--ca-file',
    caFile,
  )
  while (!output.stdout.includes('Clock  ')) {
    await Promise.race([once(child.stdout, 'data'), ended.then(end => assert.fail(end.stderr))])
  }
  const shownAt = (label: string) => new RegExp(`^  ${label} +(\\S+)`, 'm').exec(output.stdout)?.[1] ?? ''
  assert.match(await readFile(caFile, 'utf8'), /BEGIN CERTIFICATE/)
  assert.match(shownAt('Graph'), /^https:\/\/localhost:\d+/)
  assert.match(shownAt('SMTP'), /^localhost:\d+$/)
  assert.match(shownAt('Client secret'), /^.{3}8Q~/)
  const overview = await (await fetch(`${shownAt('Console')}/api/overview`)).json()
  assert.equal(Reflect.get(Object(overview), 'tenantId'), shownAt('Tenant id'))
  child.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  await rm(folder, { recursive: true })
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(stdout, /The tenant is gone\.\n$/)
})

test('the app can be given fewer or more permissions and a certificate, and the tenant no premium licence', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenant-'))
  const [caFile, certificateFile] = [join(folder, 'ca.pem'), join(folder, 'app.pem')]
  const { certificatePem, privateKeyPem } = await createAppCertificate('Rollout of Contoso')
  await writeFile(certificateFile, certificatePem)
  const without = ['--without', 'Mail.Send', '--without', 'GroupMember.ReadWrite.All']
  const site = ['--with', 'Sites.Selected', '--site-role', 'read']
  const given = [...site, '--certificate', certificateFile, '--no-premium', '--ca-file', caFile]
  const { child, output, ended } = start('--people', '1', ...without, ...given)
  while (!output.stdout.includes('Clock  ')) {
    await Promise.race([once(child.stdout, 'data'), ended.then(end => assert.fail(end.stderr))])
  }
  const shownAt = (label: string) => new RegExp(`^  ${label} +(.+)`, 'm').exec(output.stdout)?.[1] ?? ''
  assert.match(shownAt('Certificate'), /CN=Rollout of Contoso/)
  assert.match(shownAt('Licence'), /no Entra ID P1/)
  tls.setDefaultCACertificates([...tls.getCACertificates(), await readFile(caFile, 'utf8')])
  const credential = new ClientCertificateCredential(
    shownAt('Tenant id'),
    shownAt('Client id'),
    { certificate: `${privateKeyPem}${certificatePem}` },
    { authorityHost: shownAt('Sign-in'), disableInstanceDiscovery: true },
  )
  const { token } = await credential.getToken('https://graph.microsoft.com/.default')
  const roles = ['User.Read.All', 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All', 'Sites.Selected']
  assert.equal(shownAt('Permissions'), roles.join(', '))
  assert.deepEqual(decodeJwt(token).roles, roles)
  const report = `${shownAt('Graph')}/v1.0/reports/authenticationMethods/userRegistrationDetails`
  const refused = await fetch(report, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(refused.status, 403)
  assert.match(await refused.text(), /NonPremiumTenant/)
  assert.match(shownAt('Site'), /^https:\/\/contoso\.sharepoint\.com\/sites\/it-security /)
  const lists = `${shownAt('Graph')}/v1.0/sites/contoso.sharepoint.com:/sites/it-security:/lists`
  const opened = await fetch(lists, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(opened.status, 200)
  child.kill('SIGINT')
  assert.equal((await ended).code, 0)
  await rm(folder, { recursive: true })
})

test('a wrong option is named in one line, and nothing is started', async () => {
  const wrong: [args: string[], says: RegExp][] = [
    [['--people', 'many'], /^--people is a whole number from 0 to 200000, not many\n/],
    [['--speed', '0'], /^--speed is a whole number from 1 /],
    [['--faults', 'some'], /^--faults is none or rough, not some\n/],
    [['--start', 'soon'], /^--start is a date like .*, not soon\n/],
    [['--pepole', '5'], /'--pepole'/],
    [['--without', 'Mail.Sand'], /^--without is one of User.Read.All, .*, not Mail.Sand\n/],
    [['--with', 'Sites.All'], /^--with is one of Sites.Read.All, .*, not Sites.All\n/],
    [['--site-role', 'admin'], /^--site-role is one of read, write, owner, fullcontrol, not admin\n/],
    [['--certificate', program], /^--certificate is a file with a certificate in PEM form, not .*main.ts: /],
  ]
  for (const [args, says] of wrong) {
    const { code, stdout, stderr } = await start(...args).ended
    assert.equal(code, 2, args.join(' '))
    assert.match(stderr, says)
    assert.equal(stdout, '')
  }
})

test('a port that is taken is named, and the program ends', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  // Listening on a port, the address is never a pipe's name.
  const { port } = other.address() as AddressInfo
  for (const option of ['--console-port', '--smtp-port']) {
    const { code, stderr } = await start('--people', '1', option, String(port)).ended
    assert.equal(code, 2)
    assert.match(stderr, new RegExp(`^Port ${port} is taken by another program\\.\n`))
  }
  other.close()
})

test('--help explains every option', async () => {
  const { code, stdout } = await start('--help').ended
  assert.equal(code, 0)
  for (const option of [
    '--people',
    '--seed',
    '--speed',
    '--faults',
    '--ca-file',
    '--port',
    '--without',
    '--with ROLE',
    '--site-role',
    '--certificate',
  ]) {
    assert.ok(stdout.includes(option), option)
  }
})
