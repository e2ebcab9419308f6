/** How to cause what Microsoft's recorded examples of sites and lists show, for the comparison of shapes. */

import { type Answer, read, type Stage } from '../testing/stage.ts'
import { plainText } from '../world/columns.ts'
import type { ColumnDraft, Facet } from '../world/list-types.ts'

const number: Facet = {
  kind: 'number',
  decimalPlaces: 'none',
  displayAs: 'number',
  minimum: null,
  maximum: null,
}
const COLUMNS: ColumnDraft[] = [
  { name: 'Name', facet: plainText },
  { name: 'Color', facet: plainText },
  { name: 'Quantity', facet: number },
]

/** The inventory of the examples, filled by hand. */
function fillInventory(stage: Stage): string {
  const { sites } = stage.tenant.world
  const list = sites.addList(stage.site, { displayName: 'Inventory', columns: COLUMNS })
  sites.addRow(list, { Title: 'Gadget', Name: 'Gadget', Color: 'Red', Quantity: 503 })
  sites.addRow(list, { Title: 'Widget', Name: 'Widget', Color: 'Blue', Quantity: 2_357 })
  return `/sites/${stage.site.id}/lists/${list.id}`
}

const inList =
  (ask: (stage: Stage, list: string) => Promise<Answer>) =>
  (stage: Stage): Promise<Answer> =>
    ask(stage, fillInventory(stage))

const application = { id: '89ea5c94-7736-4e25-95ad-3fa95f62b66e', displayName: 'Contoso Time Manager App' }

function grant(stage: Stage, body: object): Promise<Answer> {
  return stage.ask(`/sites/${stage.site.id}/permissions`, { body })
}

const inGrant =
  (how: { method?: string; body?: unknown }) =>
  async (stage: Stage): Promise<Answer> => {
    const made = await grant(stage, { roles: ['read'], grantedToIdentities: [{ application }] })
    return stage.ask(`/sites/${stage.site.id}/permissions/${String(read(made.body, 'id'))}`, how)
  }

/** The second page and the last one: a row that was changed and one that was deleted. */
async function readDeltaAgain(stage: Stage, list: string): Promise<Answer> {
  const { sites } = stage.tenant.world
  const first = await stage.ask(`${list}/items/delta`)
  const inventory = sites.listOf(stage.site, 'Inventory')
  if (inventory === undefined) throw new Error('no inventory')
  sites.editRow(inventory, 1, { Color: 'Green' })
  sites.deleteRow(inventory, 2)
  return stage.ask(String(read(first.body, '@odata.deltaLink')))
}

export const listShapes: { example: string; cause: (stage: Stage) => Promise<Answer> }[] = [
  { example: 'site-get-get-site', cause: stage => stage.ask(`/sites/${stage.site.id}`) },
  {
    example: 'site-getbypath-get-site-by-hostname-and-path',
    cause: stage => stage.ask('/sites/contoso.sharepoint.com:/sites/it-security'),
  },
  { example: 'site-search-list_permission', cause: stage => stage.ask('/sites?search=security') },
  {
    example: 'list-create-create-list',
    cause: stage =>
      stage.ask(`/sites/${stage.site.id}/lists`, {
        body: {
          displayName: 'Books',
          columns: [
            { name: 'Author', text: {} },
            { name: 'PageCount', number: {} },
          ],
          list: { template: 'genericList' },
        },
      }),
  },
  {
    example: 'list-list-enum-lists',
    cause: inList(stage => stage.ask(`/sites/${stage.site.id}/lists`)),
  },
  { example: 'list-get-get-list-1', cause: inList((stage, list) => stage.ask(list)) },
  {
    example: 'list-get-get-list-2',
    cause: inList(stage => stage.ask(`/sites/${stage.site.id}/lists/Inventory`)),
  },
  {
    example: 'list-get-get-list-multi-expand',
    cause: inList((stage, list) =>
      stage.ask(
        `${list}?select=id,name,lastModifiedDateTime&expand=columns(select=name,description),items(expand=fields(select=Name,Color,Quantity))`,
      ),
    ),
  },
  {
    example: 'list-list-columns-get_columns_from_list',
    cause: inList((stage, list) => stage.ask(`${list}/columns`)),
  },
  {
    example: 'list-post-columns',
    cause: inList((stage, list) =>
      stage.ask(`${list}/columns`, {
        body: {
          description: 'test',
          enforceUniqueValues: false,
          hidden: false,
          indexed: false,
          name: 'Remark',
          text: {
            allowMultipleLines: false,
            appendChangesToExistingText: false,
            linesForEditing: 0,
            maxLength: 255,
          },
        },
      }),
    ),
  },
  {
    example: 'listitem-create-create-listitem',
    cause: inList((stage, list) =>
      stage.ask(`${list}/items`, { body: { fields: { Title: 'Widget', Color: 'Purple', Quantity: 32 } } }),
    ),
  },
  {
    example: 'listitem-get-get-list-item',
    cause: inList((stage, list) => stage.ask(`${list}/items/1?expand=fields`)),
  },
  {
    example: 'listitem-list-get-list-items',
    cause: inList((stage, list) => stage.ask(`${list}/items?expand=fields(select=Name,Color,Quantity)`)),
  },
  {
    example: 'listitem-update-update-listitem',
    cause: inList((stage, list) =>
      stage.ask(`${list}/items/2/fields`, { method: 'PATCH', body: { Color: 'Fuchsia', Quantity: 934 } }),
    ),
  },
  {
    example: 'listitem-delete-delete-item-site',
    cause: inList((stage, list) => stage.ask(`${list}/items/2`, { method: 'DELETE' })),
  },
  {
    example: 'listitem-delta-1-first',
    cause: inList((stage, list) => stage.ask(`${list}/items/delta?$top=1`)),
  },
  { example: 'listitem-delta-2-last', cause: inList(readDeltaAgain) },
  {
    example: 'site-list-permissions-list_permission',
    cause: async stage => {
      await grant(stage, { roles: ['read'], grantedToIdentities: [{ application }] })
      return stage.ask(`/sites/${stage.site.id}/permissions`)
    },
  },
  {
    example: 'site-post-permissions-create_permission_from_',
    cause: stage => grant(stage, { roles: ['write'], grantedToIdentities: [{ application }] }),
  },
  {
    example: 'site-post-permissions-selected-2024',
    cause: stage => grant(stage, { roles: ['write'], grantedTo: [{ application }] }),
  },
  { example: 'site-get-permission-get_permission', cause: inGrant({}) },
  {
    example: 'site-update-permission-update_permission_from_',
    cause: inGrant({ method: 'PATCH', body: { roles: ['read'] } }),
  },
  { example: 'site-delete-permission-delete_permission_2', cause: inGrant({ method: 'DELETE' }) },
]

/** Each with its reason: what a person does has the person's id, what an application does has none. */
export const listDifferences: Record<string, string[]> = {
  'list-create-create-list': ['/createdBy/user/id is missing', '/lastModifiedBy/user/id is missing'],
  'listitem-create-create-listitem': ['/createdBy/user/id is missing', '/lastModifiedBy/user/id is missing'],
  // In a library a row lies in a folder with a path; in a list it does not.
  'listitem-delta-1-first': ['/value/0/parentReference/path is missing'],
  'listitem-delta-2-last': ['/value/0/parentReference/path is missing'],
}
