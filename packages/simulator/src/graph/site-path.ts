/** Reads the ways in which a request may name a site, and the options that SharePoint takes without their `$`. */

interface Named {
  segments: string[]
  query: Map<string, string>
}

/** Recorded requests to lists say `expand=` as well as `$expand=`. */
const OPTIONAL_DOLLAR = new Set(['top', 'select', 'filter', 'expand', 'orderby', 'skiptoken', 'count'])

/**
 * `/sites/{host}:/{path}` and `/sites/{host}:/{path}:/lists` get the site into one segment, `{host}:/{path}`, so that
 * the table of routes needs to know one form only. Requests for anything but sites are left as they are.
 */
export function normalizeSiteRequest(given: Named): Named {
  if (given.segments[0]?.toLowerCase() !== 'sites') return given
  const query = new Map(
    [...given.query].map(([name, value]) => [OPTIONAL_DOLLAR.has(name) ? `$${name}` : name, value]),
  )
  return { segments: fold(given.segments), query }
}

function fold(segments: string[]): string[] {
  const [sites = '', host = '', ...rest] = segments
  if (!host.endsWith(':')) return segments
  const end = rest.findIndex(segment => segment.endsWith(':'))
  const path = end < 0 ? rest : rest.slice(0, end + 1)
  const behind = end < 0 ? [] : rest.slice(end + 1)
  return [sites, `${host}/${path.join('/').replace(/:$/, '')}`, ...behind]
}
