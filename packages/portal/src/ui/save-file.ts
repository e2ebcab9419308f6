/** Hands a file of the API to the browser's downloads. */

import type { ReceivedFile } from '@muster/contract/route'

/** How long a browser may take to begin with a download whose address is about to be forgotten. */
const forgetAfterMs = 60_000

export async function saveFile({ fileName, bytes }: ReceivedFile): Promise<void> {
  const blob = await new Response(bytes, { headers: { 'content-type': 'text/csv' } }).blob()
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), forgetAfterMs)
}
