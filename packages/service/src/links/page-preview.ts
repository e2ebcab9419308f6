/** The API's look at a public page as it would be with another name, contact or colour. */

import type { Handlers } from '@muster/contract/routes'
import { paletteOf } from '@muster/core/palette'
import type { Database } from '../db/database.ts'
import { dataUrl, readBrand, readLogo, shownSize } from '../tenants/brand.ts'
import { readTenant } from '../tenants/tenant-row.ts'
import {
  calmPage,
  chooseLanguage,
  donePage,
  invitationPage,
  type PageLanguage,
  type PageLook,
  resendPage,
} from './pages.ts'

/** Where the pages of the preview lead; nobody follows a link of a preview. */
const setupUrl = 'https://aka.ms/mfasetup'

export function createPagePreviewHandlers({ db }: { db: Database }): Pick<Handlers, 'previewPage'> {
  return {
    async previewPage({ params, body }) {
      await readTenant(db, params.tenantId)
      const { accent, onAccent, organisationName, supportContact } = body.brand
      const { logo } = await readBrand(db, params.tenantId)
      const picture = logo === null ? null : await readLogo(db, params.tenantId, logo.id)
      const look: PageLook = {
        organisation: { name: organisationName, supportContact },
        palette: paletteOf(accent === null ? null : { accent, onAccent }),
        logo: logo === null || picture === null ? null : { path: dataUrl(picture), ...shownSize(logo) },
      }
      return { html: pages[body.page]({ language: chooseLanguage(body.language), look }) }
    },
  }
}

type Basics = { language: PageLanguage; look: PageLook }

const pages = {
  invitation: (basics: Basics) =>
    invitationPage({
      ...basics,
      action: '#',
      campaignName: 'MFA for everyone',
      setupUrl,
      fields: {},
      isSecond: false,
    }),
  done: (basics: Basics) => donePage({ ...basics, setupUrl }),
  resend: (basics: Basics) => resendPage({ ...basics, state: 'form' }),
  calm: (basics: Basics) => calmPage(basics),
} as const
