/** The columns that every SharePoint list begins with, and how a new one is made. */

import type { Column, ColumnDraft, Facet } from './list-types.ts'

export const plainText: Extract<Facet, { kind: 'text' }> = {
  kind: 'text',
  allowMultipleLines: false,
  appendChangesToExistingText: false,
  linesForEditing: 0,
  maxLength: 255,
}

const number: Facet = {
  kind: 'number',
  decimalPlaces: 'none',
  displayAs: 'number',
  minimum: null,
  maximum: null,
}
const moment: Facet = { kind: 'dateTime', format: 'dateTime', displayAs: 'default' }
const person: Facet = {
  kind: 'personOrGroup',
  allowMultipleSelection: false,
  chooseFromType: 'peopleAndGroups',
  displayAs: 'nameWithPresence',
}

/** Name, what people see, type; ids of the well-known ones are the same in every SharePoint. */
const builtIn: readonly [name: string, displayName: string, facet: Facet, id?: string][] = [
  ['ContentType', 'Content Type', plainText, 'c042a256-787d-4a6f-8a8a-cf6ab767f12d'],
  ['Title', 'Title', plainText, 'fa564e0f-0c70-4ab9-b863-0176e6ddd247'],
  ['_ComplianceFlags', 'Label setting', { kind: 'none' }],
  ['_ComplianceTag', 'Retention label', { kind: 'none' }],
  ['_ComplianceTagWrittenTime', 'Retention label Applied', { kind: 'none' }],
  ['_ComplianceTagUserId', 'Label applied by', { kind: 'none' }],
  ['ID', 'ID', number, '1d22ea11-1e32-424e-89ab-9fedbadb6ce1'],
  ['Modified', 'Modified', moment, '28cf69c5-fa48-462a-b5cd-27b6f9d2bd5f'],
  ['Created', 'Created', moment, '8c06beca-0777-48f7-91c7-6da68bc07b69'],
  ['Author', 'Created By', person, '1df5e554-ec7e-46a6-901d-d85a3881cb18'],
  ['Editor', 'Modified By', person, 'd31655d1-1d5b-4511-95a1-7a09e9b75bf2'],
  ['_UIVersionString', 'Version', plainText, 'dce8262a-3ae9-45aa-aab4-83bd75fb738a'],
  ['Attachments', 'Attachments', { kind: 'boolean' }, '67df98f4-9dec-48ff-a553-29bece9c5bf4'],
  ['Edit', 'Edit', { kind: 'none' }, '503f1caa-358e-4918-9094-4a2cdc4bc034'],
  ['LinkTitleNoMenu', 'Title', { kind: 'none' }, 'bc91a437-52e7-49e1-8c4e-4698904b2b6d'],
  ['LinkTitle', 'Title', { kind: 'none' }, '82642ec8-ef9b-478f-acf9-31f7d45fbc31'],
  ['ItemChildCount', 'Item Child Count', { kind: 'none' }, 'b824e17e-a1b3-426e-aecf-f0184d900485'],
  ['FolderChildCount', 'Folder Child Count', { kind: 'none' }, '960ff01f-2b6d-4f1b-9c3f-e19ad8927341'],
  ['AppAuthor', 'App Created By', { kind: 'none' }, '6bfaba20-36bf-44b5-a1b2-eb6346d49716'],
  ['AppEditor', 'App Modified By', { kind: 'none' }, 'e08400f3-c779-4ed2-a18c-ab7f34caa318'],
]

export function createBuiltInColumns(newId: () => string): Column[] {
  return builtIn.map(([name, displayName, facet, id]) => ({
    ...createColumn({ name, displayName, facet, isBuiltIn: true }, id ?? newId()),
    readOnly: name !== 'Title',
    // Microsoft's page on thresholds: the ID needs no index of one's own making.
    indexed: name === 'ID',
    required: name === 'Title',
  }))
}

export function createColumn(draft: ColumnDraft, id: string): Column {
  return {
    id,
    displayName: draft.name,
    description: '',
    indexed: false,
    required: false,
    enforceUniqueValues: false,
    hidden: false,
    readOnly: false,
    isBuiltIn: false,
    defaultValue: null,
    ...draft,
  }
}

/** SharePoint's internal names are 32 characters at most. */
const nameCharactersMax = 32

/** Characters that cannot stand in an internal name become `_x0020_`, as SharePoint writes them. */
export function encodeColumnName(name: string): string {
  const encoded = name.replaceAll(/[^\p{L}\p{N}_]/gu, character => {
    return `_x${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}_`
  })
  return encoded.slice(0, nameCharactersMax)
}
