/** The table's part for sites, lists, columns and rows, with what each call needs and costs (FACTS 3 and 11). */

import { refuseUnsupported } from './exchange.ts'
import { createColumn, deleteColumn, getColumn, listColumns, updateColumn } from './list-columns.ts'
import { deltaRows } from './list-delta.ts'
import { createRow, deleteRow, getFields, getRow, updateFields, updateRow } from './list-items.ts'
import { listRows } from './list-pages.ts'
import { createList, deleteList, getList, listLists, updateList } from './lists.ts'
import { type Common, type Route, route } from './route.ts'
import { anySiteRole } from './site-access.ts'
import { createGrant, deleteGrant, getGrant, getSite, listGrants, searchSites, updateGrant } from './sites.ts'

const lists: Common = { family: 'lists', service: 'sharepoint', needs: [anySiteRole], denial: 'sites' }
/** A search looks at all sites, so that a permission for single ones does not open it. */
const search: Common = { ...lists, needs: [anySiteRole.filter(role => role !== 'Sites.Selected')] }
const grants: Common = { ...lists, needs: [['Sites.FullControl.All']] }

const SHOWN = ['$select', '$expand']
/** In units: one row or thing is 1, many or a change 2, permissions 5 (FACTS 3). */
const MANY = 2
const CHANGE = 2
const PERMISSION = 5

const LIST = '/sites/{site}/lists/{list}'

export const siteRoutes: readonly Route[] = [
  route('GET /sites', search, { act: searchSites, options: ['search'], units: MANY }),
  route('GET /sites/{site}', lists, { act: getSite, options: ['$select'] }),

  route('GET /sites/{site}/lists', lists, { act: listLists, options: [...SHOWN, '$filter'], units: MANY }),
  route('POST /sites/{site}/lists', lists, { act: createList, options: [], units: CHANGE }),
  route(`GET ${LIST}`, lists, { act: getList, options: SHOWN }),
  route(`PATCH ${LIST}`, lists, { act: updateList, options: [], units: CHANGE }),
  route(`DELETE ${LIST}`, lists, { act: deleteList, options: [], units: CHANGE }),

  route(`GET ${LIST}/columns`, lists, { act: listColumns, options: ['$select'], units: MANY }),
  route(`POST ${LIST}/columns`, lists, { act: createColumn, options: [], units: CHANGE }),
  route(`GET ${LIST}/columns/{column}`, lists, { act: getColumn, options: [] }),
  route(`PATCH ${LIST}/columns/{column}`, lists, { act: updateColumn, options: [], units: CHANGE }),
  route(`DELETE ${LIST}/columns/{column}`, lists, { act: deleteColumn, options: [], units: CHANGE }),

  route(`GET ${LIST}/items`, lists, {
    act: listRows,
    options: [...SHOWN, '$top', '$filter', '$orderby', '$skiptoken'],
    units: MANY,
  }),
  route(`POST ${LIST}/items`, lists, { act: createRow, options: [], units: CHANGE }),
  route(`GET ${LIST}/items/delta`, lists, {
    act: deltaRows,
    options: [...SHOWN, '$top', 'token'],
    units: MANY,
  }),
  route(`GET ${LIST}/items/{item}`, lists, { act: getRow, options: SHOWN }),
  route(`PATCH ${LIST}/items/{item}`, lists, { act: updateRow, options: [], units: CHANGE }),
  route(`DELETE ${LIST}/items/{item}`, lists, { act: deleteRow, options: [], units: CHANGE }),
  route(`GET ${LIST}/items/{item}/fields`, lists, { act: getFields, options: ['$select'] }),
  route(`PATCH ${LIST}/items/{item}/fields`, lists, { act: updateFields, options: [], units: CHANGE }),

  route('GET /sites/{site}/permissions', grants, { act: listGrants, options: [], units: PERMISSION }),
  route('POST /sites/{site}/permissions', grants, { act: createGrant, options: [], units: PERMISSION }),
  route('GET /sites/{site}/permissions/{grant}', grants, { act: getGrant, options: [], units: PERMISSION }),
  route('PATCH /sites/{site}/permissions/{grant}', grants, {
    act: updateGrant,
    options: [],
    units: PERMISSION,
  }),
  route('DELETE /sites/{site}/permissions/{grant}', grants, {
    act: deleteGrant,
    options: [],
    units: PERMISSION,
  }),
  ...['GET', 'POST'].map(method =>
    route(`${method} ${LIST}/permissions`, grants, {
      act: () => {
        throw refuseUnsupported('permissions of a single list')
      },
      options: null,
      units: PERMISSION,
    }),
  ),
]
