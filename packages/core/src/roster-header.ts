/** Finds out from the first line of a table which column holds what. */

import { type ListProblem, refuseList } from './list-problems.ts'
import { cleanText, shorten } from './roster-address.ts'

/** Zero-based positions of the columns that are used; null where the table has none. */
export interface RosterColumns {
  upn: number | null
  mail: number | null
  objectId: number | null
  displayName: number | null
  department: number | null
  source: number | null
  sourceBatchId: number | null
}

export interface RosterHeader {
  columns: RosterColumns
  /** The column names as the file has them, cleaned. */
  names: readonly string[]
  /** How many columns the header has. */
  width: number
}

export type HeaderVerdict =
  | { kind: 'header'; header: RosterHeader }
  | { kind: 'problem'; problem: ListProblem }

/** How many of a file's column names are repeated in a message. */
const shownColumnsMax = 20

/**
 * Names of columns, the surest first, reduced as `reduceName` does: without case, accents, blanks and punctuation.
 * Sources: Entra admin center "Bulk operations > Download users" (learn.microsoft.com/entra/identity/users/users-bulk-download)
 * and its bulk templates; Microsoft 365 admin center "Export users"; Get-MgUser, Get-Mailbox and Get-ADUser through Export-Csv;
 * Google Workspace's user download; the same screens in German, French, Spanish, Italian, Portuguese, Dutch and Swedish.
 */
const knownNames: Readonly<Record<keyof RosterColumns, readonly string[]>> = {
  upn: words(`upn userprincipalname userprincipal principalname userupn memberobjectidorupn objectidorupn
    memberobjectidoruserprincipalname objectidoruserprincipalname benutzerprinzipalname nomdutilisateurprincipal
    nomprincipaldutilisateur nomprincipaldelutilisateur nombreprincipaldeusuario nombreprincipaldelusuario nomeprincipaledellutente
    nomedellentitautente nomeentitautente nomeprincipaldousuario nomeprincipaldoutilizador nomeprincipaldeusuario
    gebruikersprincipalnaam userprincipalnaam anvandarenshuvudnamn signinname userlogonname logonname loginname login username
    anmeldename benutzername nomdutilisateur nombredeusuario nomeutente nomedeusuario gebruikersnaam account user benutzer`),
  mail: words(`mail email emailaddress mailaddress workemail workemailaddress workmail businessemail businessemailaddress
    companyemail corporateemail officeemail officialemail emailwork useremail useremailaddress employeeemail primaryemail
    primaryemailaddress primarysmtpaddress primarysmtp windowsemailaddress smtpaddress smtp emailid email1 email1value emailaddress1
    contactemail emails emailaddresses recipient recipients mailadresse emailadresse emailadressen dienstlicheemail
    dienstlicheemailadresse geschaftlicheemail adresseemail adressemail adressedemessagerie adresseelectronique courriel
    correo correoelectronico direcciondecorreo direcciondecorreoelectronico postaelettronica indirizzoemail indirizzomail
    indirizzodipostaelettronica enderecodeemail enderecoemail correioeletronico emailadres mailadres epost epostadress`),
  objectId:
    words(`objectid entraobjectid entraid azureadobjectid aadobjectid azureobjectid externaldirectoryobjectid userobjectid
    memberobjectid memberid userid guid id objektid iddobjet identifiantdobjet iddeobjeto iddelobjeto idobjeto iddoobjeto idoggetto
    iddelloggetto objectidentifier`),
  displayName:
    words(`displayname fullname employeename name anzeigename vollstandigername nomdaffichage nomaafficher nomcomplet
    nombreparamostrar nombrecompleto nomevisualizzato nomecompleto nomedeexibicao nomeaapresentar weergavenaam visningsnamn`),
  department: words(
    `department dept departmentname abteilung departement service departamento reparto dipartimento afdeling avdelning`,
  ),
  source: words('source quelle'),
  sourceBatchId: words('sourcebatchid batchid batch batchname'),
}

/** The names that a message offers; the full table is far too long to read. */
const offeredNames = 'UPN, User principal name, Email, E-mail, Mail, Email address, Work email, Object ID'

/** Our own export in the columns of the SharePoint list calls the UPN "Title", which elsewhere is a job title. */
const ownExportNames = words('invitestatus trackingtoken')

/**
 * Reads a header line that is already cut into cells.
 * @returns a problem when no column can name a person; its text lists the columns found and the ones accepted.
 */
export function readHeader(cells: readonly string[]): HeaderVerdict {
  const names = cells.map(cleanText)
  const columns = recogniseColumns(names)
  if (columns.upn === null && columns.mail === null && columns.objectId === null) {
    return { kind: 'problem', problem: refuseColumns(names) }
  }
  return { kind: 'header', header: { columns, names, width: cells.length } }
}

/** Which columns the names stand for; none of them need name a person. */
export function recogniseColumns(names: readonly string[]): RosterColumns {
  const reduced = names.map(reducedForms)
  return {
    upn: findColumn(reduced, knownNames.upn) ?? findOwnTitle(reduced),
    mail: findColumn(reduced, knownNames.mail),
    objectId: findColumn(reduced, knownNames.objectId),
    displayName: findColumn(reduced, knownNames.displayName),
    department: findColumn(reduced, knownNames.department),
    source: findColumn(reduced, knownNames.source),
    sourceBatchId: findColumn(reduced, knownNames.sourceBatchId),
  }
}

function words(text: string): string[] {
  return text.split(/\s+/u)
}

/**
 * The forms under which a column name is looked up. The bulk templates of the Entra admin center write
 * `Name [propertyName] Required`, where the bracket is the truth; Google writes `Email Address [Required]`, where it is not.
 */
function reducedForms(name: string): string[] {
  const bracketed = /^(?<before>[^[]*)\[(?<inside>[^\]]+)\]/u.exec(name)
  const forms = [bracketed?.groups?.inside, name, bracketed?.groups?.before]
  return forms.flatMap(form => (form === undefined ? [] : reduceName(form)))
}

function reduceName(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function findColumn(reduced: readonly string[][], known: readonly string[]): number | null {
  for (const name of known) {
    const column = reduced.findIndex(forms => forms.includes(name))
    if (column !== -1) return column
  }
  return null
}

function findOwnTitle(reduced: readonly string[][]): number | null {
  return findColumn(reduced, ownExportNames) === null ? null : findColumn(reduced, ['title'])
}

function refuseColumns(names: readonly string[]): ListProblem {
  const shown = names.slice(0, shownColumnsMax).map(name => (name === '' ? '—' : shorten(name)))
  const more = names.length > shownColumnsMax ? `, … +${names.length - shownColumnsMax}` : ''
  return refuseList('noColumn', { columns: shown.join(', ') + more, names: offeredNames })
}
