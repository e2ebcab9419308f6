/** The address of a SharePoint site, as whoever copies it from a browser has it. */

import * as z from 'zod'

/** Of a site alone it is far less; what a browser adds for its views is long. */
const addressMax = 500
const expected = "expected the site's https address, such as https://contoso.sharepoint.com/sites/it-security"

/** The site alone, without what stands behind it in a browser. */
export const siteUrl = z
  .url({ protocol: /^https$/, error: expected })
  .max(addressMax)
  .transform(text => {
    const { origin, pathname } = new URL(text)
    // What a browser shows of a page in the site names the site first: /sites/it-security/SitePages/Home.aspx
    const [, site] = /^(\/(?:sites|teams)\/[^/]+)/.exec(pathname) ?? []
    return `${origin}${site ?? ''}`
  })
